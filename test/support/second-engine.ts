import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';
import { engineSettings } from '../../lab/engine/connection/engine-settings.ts';
import { privateEnginePaths, privateEnginePid, startPrivateEngine, stopPrivateEngine } from '../../lab/engine/finding/private-engine.ts';
import { loadImage, saveImage } from '../../lab/engine/images/archive.ts';
import { type ImageName, imageDefinition } from '../../lab/engine/images/image-definitions.ts';

/** A private engine beside the one that the tests run on. Tests may stop, freeze and kill it. */
export interface SecondEngine extends AsyncDisposable {
  readonly engine: Engine;
  /** The environment of a lab that uses it. */
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Starts it again with the same data. */
  start(): Promise<void>;
}

const silent = { step: () => undefined, advance: () => undefined };

/** Starts one with copies of these images from `source`. From then on it is this process's private engine. */
export async function startSecondEngine(source: Engine, images: readonly ImageName[]): Promise<SecondEngine> {
  const home = mkdtempSync(join(tmpdir(), 'wraplab-engine-'));
  process.env.WRAPLAB_HOME = home;
  const settings = engineSettings({ WRAPLAB_HOME: home });
  const paths = privateEnginePaths(settings);
  let engine = await startPrivateEngine(settings, silent);
  const archive = join(home, 'images');
  mkdirSync(archive);
  for (const name of images) {
    const image = imageDefinition(name, source.architecture);
    await saveImage(source, image, archive);
    await loadImage(engine, image, archive);
  }
  const pid = (): number => {
    const found = privateEnginePid(paths);
    if (found === null) {
      throw new Error('the second engine is not running');
    }
    return found;
  };
  return {
    get engine() {
      return engine;
    },
    env: { WRAPLAB_HOME: home, DOCKER_HOST: '' },
    get pid() {
      return pid();
    },
    signal: (name) => void process.kill(pid(), name),
    start: async () => {
      engine = await startPrivateEngine(settings, silent);
    },
    [Symbol.asyncDispose]: async () => {
      await stopPrivateEngine(paths);
      unmountBelow(home);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A daemon that is killed leaves its containers' mounts behind. */
function unmountBelow(folder: string): void {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounted.toReversed()) {
    execFileSync('umount', ['--lazy', path]);
  }
}
