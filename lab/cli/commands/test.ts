import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { canInstallChromium, chromiumHint, findChromium, installChromium } from '../../engine/debian/chromium.ts';
import { getEngine } from '../../engine/finding/get-engine.ts';
import { ensureImage, imageAtHand } from '../../engine/images/ensure-image.ts';
import { defaultImageNames, type ImageName, imageNames } from '../../engine/images/image-definitions.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { describeError } from '../../errors/lab-error.ts';
import { resolverImage } from '../../plan/plan.ts';
import { npmRun, shellLine } from '../../process/command-line.ts';
import { servers } from '../../servers/index.ts';
import { confirm } from '../../terminal/confirm.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions } from '../options.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bin = (name: string): string => `${root}node_modules/${name}`;

const options = {
  unit: { takes: '', help: 'only lint, types and the tests that need no engine', value: flag },
  long: { takes: '', help: 'only the container tests that are too slow for every day (test/**/*.long.test.ts)', value: flag },
} as const;

/** Built where they are missing: some minutes at most. */
const neededImages: readonly ImageName[] = [...defaultImageNames, resolverImage];
/** Other servers take too long to build for a test. */
const optionalImages = imageNames.filter((name) => !neededImages.includes(name) && servers.some(({ image }) => image === name));

/** `npm test`: formatter and linter, types, unit tests, then the tests with containers. */
export const test: Command = {
  name: 'test',
  usage: 'test',
  title: 'tests the lab itself: lint, types, unit tests, container tests',
  options,
  help: () => `${describeOptions(options)}\n\nArguments after a second -- go to vitest: npm test -- -- verdict`,
  async run(args, signal) {
    const separator = args.indexOf('--');
    const { values } = parseOptions(options, separator === -1 ? args : args.slice(0, separator));
    const forVitest = separator === -1 ? [] : args.slice(separator + 1);
    if (values.long === true) {
      return containerTests('long', forVitest, signal);
    }
    const checks: readonly (readonly string[])[] = [
      [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
      [bin('typescript/bin/tsc'), '--project', root],
      // Code for the browser has other globals than code for Node.
      [bin('typescript/bin/tsc'), '--project', `${root}lab/reports/page`],
      [bin('vitest/vitest.mjs'), 'run', '--project', 'unit', ...passWithout(forVitest), ...forVitest],
    ];
    await getBrowser();
    for (const check of checks) {
      const code = await runNode(check, signal);
      if (code !== 0) {
        return exitCodes.refuted;
      }
    }
    return values.unit === true ? exitCodes.confirmed : containerTests('docker', forVitest, signal);
  },
};

/** A filter may match container tests only. */
function passWithout(filter: readonly string[]): readonly string[] {
  return filter.length === 0 ? [] : ['--passWithNoTests'];
}

/** The tests of report.html and matrix.html need a browser. Without one they are skipped, with a message. */
async function getBrowser(): Promise<void> {
  const progress = terminalProgress(false);
  if (findChromium(process.env.PATH ?? '') !== null) {
    return;
  }
  if (
    canInstallChromium(process.env.PATH ?? '') &&
    (await confirm('install Debian’s chromium, for the tests of report.html and matrix.html', 'no browser found'))
  ) {
    progress.step('installing chromium');
    await installChromium().catch((error: unknown) => progress.step(describeError(error)));
  }
  if (findChromium(process.env.PATH ?? '') === null) {
    progress.step(`no Chromium found: skipping the browser tests of report.html and matrix.html; to run them: ${chromiumHint}`);
  }
}

async function containerTests(project: 'docker' | 'long', forVitest: readonly string[], signal: AbortSignal): Promise<number> {
  const progress = terminalProgress(false);
  const engine = await getEngine(engineSettings(process.env), progress, confirm);
  for (const name of neededImages) {
    await ensureImage(engine, name, progress, signal);
  }
  const missing: string[] = [];
  for (const name of optionalImages) {
    if (!(await imageAtHand(engine, name, progress, signal))) {
      missing.push(name);
    }
  }
  // This reporter names skipped tests.
  const code = await runNode([bin('vitest/vitest.mjs'), 'run', '--project', project, '--reporter', 'verbose', ...forVitest], signal);
  for (const name of missing) {
    progress.step(
      `skipped the tests that need the image ${name}, which is missing; build it with "${shellLine(npmRun('images', {}, ['build', name]))}"`,
    );
  }
  return code === 0 ? exitCodes.confirmed : exitCodes.refuted;
}

/** Runs a program of the installed packages with this Node; an abort of the command ends it. */
function runNode(args: readonly string[], signal: AbortSignal): Promise<number> {
  process.stderr.write(
    `wraplab: ${args.map((arg) => arg.replace(root, '').replace(/^node_modules\/(@\w+\/)?([^/]+).*$/, '$2')).join(' ')}\n`,
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    const end = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('exit', (code) => {
      signal.removeEventListener('abort', end);
      signal.aborted ? reject(signal.reason) : resolve(code ?? exitCodes.internal);
    });
  });
}
