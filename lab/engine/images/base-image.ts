import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describeError, LabError } from '../../errors/lab-error.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label } from '../connection/labels.ts';
import type { Progress } from '../connection/progress.ts';
import { installPackages } from '../debian/debian-packages.ts';
import { debianRelease, type ImageDefinition } from './image-definitions.ts';
import { progressStreamEnd } from './progress-stream.ts';
import { pull } from './pull.ts';

const officialImage = `debian:${debianRelease}-slim`;

/** Gets the base image: Debian's official one if a registry answers, else one bootstrapped from this machine's Debian sources. */
export async function makeBaseImage(engine: Engine, image: ImageDefinition, progress: Progress, signal: AbortSignal): Promise<void> {
  progress.step(`base: pulling ${officialImage}`);
  try {
    await pull(engine, officialImage, signal);
    await engine.docker.getImage(officialImage).tag({ repo: image.repository, tag: image.tag });
  } catch (cause) {
    signal.throwIfAborted();
    await bootstrap(engine, image, progress, signal, cause);
  }
}

async function bootstrap(
  engine: Engine,
  image: ImageDefinition,
  progress: Progress,
  signal: AbortSignal,
  whyNoPull: unknown,
): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new LabError(`could not get a base image: expected a registry with ${officialImage}, got: ${describeError(whyNoPull)}`, {
      code: 'unavailable',
      hint: `pull ${officialImage} by hand, set WRAPLAB_REGISTRY or WRAPLAB_IMAGE_ARCHIVE, or run as root on Debian, where the lab builds a base itself`,
      cause: whyNoPull,
    });
  }
  progress.step('base: no registry answers; bootstrapping with mmdebstrap');
  await installPackages(['mmdebstrap']);
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-base-'));
  try {
    const archive = join(folder, 'base.tar');
    const bootstrapOptions = readFileSync(join(image.folder, 'mmdebstrap.options'), 'utf8').trimEnd().split('\n');
    await execa('mmdebstrap', [...bootstrapOptions, debianRelease, archive, '-'], {
      input: await debianSources(),
      cancelSignal: signal,
      env: { TMPDIR: folder },
    });
    const options = { repo: image.repository, tag: image.tag, changes: `LABEL ${label.image}=base` };
    const response = await engine.docker.importImage(createReadStream(archive), options);
    await progressStreamEnd(engine, response);
  } catch (cause) {
    signal.throwIfAborted();
    throw new LabError('could not bootstrap a Debian base with mmdebstrap', {
      code: 'unavailable',
      hint: 'see the cause, and check that "apt-get update" works on this machine',
      cause,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** This machine's own Debian package sources for the release of the base, as lines of a sources.list. */
async function debianSources(): Promise<string> {
  const format = 'deb $(SITE) $(RELEASE) $(COMPONENT)';
  const { stdout } = await execa('apt-get', ['indextargets', '--format', format, 'Created-By: Packages', 'Origin: Debian']);
  const lines = [...new Set(stdout.split('\n'))].filter((line) => line.split(' ')[2]?.startsWith(debianRelease));
  if (lines.length === 0) {
    throw new LabError(`expected package sources of Debian ${debianRelease} on this machine, got none`, {
      code: 'unavailable',
      hint: 'get the base on another machine, and copy it with "npm run images -- save base" there and "load" here',
    });
  }
  return `${lines.join('\n')}\n`;
}
