import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRecord } from '../lab/record/read-record.ts';
import { isNothing, nothingLeft, nthEvent, underNpm, WatchedLab } from './support/killed-lab.ts';
import { lab as runLab } from './support/lab-process.ts';
import { eventually } from './support/left-in-engine.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const scenario = (folder: string): string[] => ['scenario', 'baseline', '--', '--out', folder];
/** The command at a terminal; util-linux's "script" is the terminal. */
const inTerminal = (args: readonly string[]): string[] => ['script', '--quiet', '--command', `npm run ${args.join(' ')}`, '/dev/null'];

/** What is killed, and what the record of the lab, which survives, says about it. */
const killings = [
  ['npm', ['npm'], 'interrupted by the end of the parent process'],
  ['npm’s shell', ['npm'], 'interrupted by the end of the parent process'],
  ['the terminal', ['script'], 'interrupted by SIGHUP'],
] as const;

test.concurrent.each(killings)(
  'after kill -9 of %s the lab ends cleanly: the record says so, and nothing is left',
  async (who, [program], problem) => {
    const folder = join(folders, who.replaceAll(/\W+/g, '-'));
    const lab = program === 'npm' ? underNpm(...scenario(folder)) : new WatchedLab(inTerminal(scenario(folder)));
    await nthEvent(lab, 'container', 'start', 5);
    const [shell = 0] = lab.processes('sh -c sh lab/cli/start.sh');
    expect(shell).toBeGreaterThan(0);
    process.kill(who === 'npm’s shell' ? shell : lab.pid, 'SIGKILL');
    expect(await eventually(() => lab.left(), isNothing, 30_000)).toEqual(nothingLeft);
    expect(readRecord(folder).manifest).toMatchObject({ ended: 'interrupted', problem });
  },
);

const etc = join(folders, 'etc');
const commands = [
  ['matrix', ['matrix', '--', '--fixes', 'none,hosts-file', '--faults', 'dead', '--jobs', '2', '--out', join(folders, 'matrix')]],
  ['verify', ['verify', etc, '--', '--jobs', '2', '--out', join(folders, 'verify')]],
  ['repeat', ['repeat', '3', 'baseline']],
] as const;

test('after kill -9 of matrix, verify and repeat, nothing is left 30 s later, without another command', async () => {
  expect((await runLab(['verify', '--init', etc])).code).toBe(0);
  const left = await Promise.all(
    commands.map(async ([command, args]) => {
      const lab = underNpm(...args);
      await nthEvent(lab, 'container', 'create', 4);
      lab.kill();
      expect((await lab.left()).containers).not.toEqual([]);
      return { command, ...(await lab.leftInTheEnd()) };
    }),
  );
  expect(left).toEqual(commands.map(([command]) => ({ command, ...nothingLeft })));
});
