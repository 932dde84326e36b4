import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleMatrixStyle } from '../../../bundling/matrix-page.ts';
import { matrixPage } from '../../../campaigns/matrix/grid/matrix-html.ts';
import { keptMatrices } from '../../../campaigns/matrix-ledger.ts';
import { chromiumHint, findChromium } from '../../../engine/debian/chromium.ts';
import { exitCodes } from '../../../errors/exit-codes.ts';
import { LabError } from '../../../errors/lab-error.ts';
import type { Command } from '../../command.ts';
import { parseOptions } from '../../options.ts';
import { shownAt } from './at-terminal.ts';
import { photograph, type Sitting } from './photograph.ts';

const folder = fileURLToPath(new URL('../../../../.pictures/', import.meta.url));
/** No picture is larger than this. */
const largestBytes = 200_000;
const scenario = 'dns-slow';
/** Late in the fault: the queue has grown, and the outage is plain to see. */
const moment = /fault, 2 s left/;

/** Makes the pictures of the README, from a real run. */
export const pictures: Command = {
  name: 'pictures',
  usage: 'pictures',
  title: `runs ${scenario} at a terminal, and takes the pictures of the README: live view, report and matrix`,
  help: () => `The pictures go to .pictures/. It needs Chromium (${chromiumHint}) and script(1).`,
  async run(args, signal) {
    parseOptions({}, args);
    const executable = findChromium(process.env.PATH ?? '');
    if (executable === null) {
      throw new LabError('expected Chromium, found none', { code: 'unavailable', hint: chromiumHint });
    }
    const work = mkdtempSync(join(tmpdir(), 'wraplab-pictures-'));
    try {
      const run = join(work, 'run');
      const liveView = await shownAt(moment, ['scenario', scenario, '--out', run], join(work, 'terminal.log'), signal);
      const sittings: Record<string, Sitting> = {
        'live-view': { html: liveView, width: 1000, of: 'pre' },
        report: { html: readFileSync(join(run, 'report.html'), 'utf8'), width: 1000, of: 'section:has(#connects)', height: 780 },
        matrix: { html: await matrixOf('mariadb'), width: 1500, of: 'table', height: 655 },
      };
      const taken = await photograph(executable, Object.values(sittings));
      write(Object.keys(sittings), taken);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    return exitCodes.confirmed;
  },
};

async function matrixOf(serverId: string): Promise<string> {
  const matrix = keptMatrices().find(({ server }) => server.id === serverId);
  if (matrix === undefined) {
    throw new LabError(`expected a kept matrix on ${serverId}, found none`, { code: 'internal', hint: 'npm run matrix -- --keep' });
  }
  return matrixPage(matrix, await bundleMatrixStyle(), () => null);
}

function write(names: readonly string[], taken: readonly Buffer[]): void {
  const large = names.filter((_name, index) => (taken[index]?.length ?? 0) > largestBytes);
  if (large.length > 0) {
    throw new LabError(`expected pictures of at most ${largestBytes} bytes, got larger ones: ${large.join(', ')}`, { code: 'internal' });
  }
  mkdirSync(folder, { recursive: true });
  for (const [index, name] of names.entries()) {
    writeFileSync(join(folder, `${name}.png`), taken[index] ?? Buffer.alloc(0));
    process.stdout.write(`.pictures/${name}.png  ${Math.round((taken[index]?.length ?? 0) / 1000)} kB\n`);
  }
}
