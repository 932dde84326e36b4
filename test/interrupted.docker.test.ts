import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecord } from '../lab/record/read-record.ts';
import { reports } from '../lab/reports/index.ts';
import { nothingLeft } from './support/killed-lab.ts';
import { eventually } from './support/left-in-engine.ts';
import { hasBegun, verdictIn } from './support/running-lab.ts';
import { AtTerminal, ctrlC } from './support/terminal.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
const root = join(import.meta.dirname, '..');
const repeats = join(root, '.wraplab/repeat');
const earlierRepeats = globSync(join(repeats, '*'));
afterAll(() => {
  const own = earlierRepeats.length === 0 ? [repeats] : globSync(join(repeats, '*')).filter((path) => !earlierRepeats.includes(path));
  for (const folder of [folders, ...own]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

const into = (name: string): string => join(folders, name);
const example = join(root, 'lab/campaigns/verify/example');

/** Commands that run something: where their runs go, and what they say about that place at the end. */
const commands = {
  scenario: [['scenario', 'baseline', '--', '--out', into('scenario')], into('scenario'), `record: ${into('scenario')}`],
  verify: [['verify', example, '--', '--jobs', '1', '--out', into('verify')], into('verify'), `records: ${into('verify')}`],
  matrix: [
    ['matrix', '--', '--fixes', 'none', '--faults', 'dead', '--out', into('matrix')],
    into('matrix'),
    `cells so far: ${into('matrix')}; run the same command again to continue`,
  ],
  soak: [['dev', '--', 'soak', '--scenario', 'baseline', '--out', into('soak')], into('soak'), `soak so far: ${into('soak')}`],
  repeat: [['repeat', '2', 'baseline'], repeats, 'runs: .wraplab/repeat/'],
} as const;

/** Folders of runs below `folder`, without those that were there before the tests. */
function runsBelow(folder: string): string[] {
  return globSync(join(folder, '**/manifest.json'))
    .map(dirname)
    .filter((run) => !run.endsWith('/evidence') && !earlierRepeats.some((earlier) => run.startsWith(earlier)));
}

describe.concurrent('Ctrl-C at a terminal, which reaches every process of the command', () => {
  test.each(Object.entries(commands))(
    'ends %s with exit 130: the run has its verdict and all reports, the command says where, and nothing is left',
    async (name, [args, folder, place]) => {
      const terminal = new AtTerminal(join(folders, `${name}.log`), ...args);
      const { lab } = terminal;
      const begun = eventually(
        async () => runsBelow(folder).some(hasBegun),
        (holds) => holds,
        120_000,
      );
      expect(await Promise.race([begun, lab.ended])).toBe(true);
      expect(lab.processes('esbuild')).not.toEqual([]);
      lab.type(ctrlC);
      expect({ code: await lab.ended, shown: terminal.shown }).toMatchObject({ code: 130, shown: expect.stringContaining(place) });
      expect(await lab.left()).toEqual(nothingLeft);
      const runs = runsBelow(folder);
      expect(runs).not.toEqual([]);
      for (const run of runs) {
        expect(readRecord(run).manifest).toMatchObject({ ended: 'interrupted', problem: 'interrupted by SIGINT' });
        expect(verdictIn(run).verdict).toBe('inconclusive');
        expect(reports.map(({ file }) => file).filter((file) => !existsSync(join(run, file)))).toEqual([]);
      }
    },
  );
});
