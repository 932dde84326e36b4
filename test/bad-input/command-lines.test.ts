import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commands } from '../../lab/cli/commands.ts';
import { throughOrClear } from '../support/clear-error.ts';
import { lab } from '../support/lab-process.ts';

/** These test the lab itself, start one at a terminal or write into its own folders; "soak" changes settings of its process. */
const apart = ['test', 'bench', 'claims', 'pictures', 'readme', 'soak'];
const underTest = commands.flatMap((command) => [command, ...(command.subcommands ?? [])]).filter(({ name }) => !apart.includes(name));

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));

beforeAll(() => {
  process.chdir(folder);
  // No command finds an engine, or starts one.
  vi.stubEnv('DOCKER_HOST', `unix://${folder}/no-engine.sock`);
  vi.stubEnv('WRAPLAB_ENGINE', 'off');
  vi.stubEnv('WRAPLAB_HOME', join(folder, 'home'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** Files of these names are made in the test's own folder. */
const name = fc.string({ maxLength: 20 }).filter((text) => !text.includes('/') && !text.includes('..'));
const value = fc.oneof(
  name,
  fc.constantFrom(
    '',
    'none',
    '-1',
    '1',
    '1e9',
    '0x10',
    '9'.repeat(30),
    'dead',
    'lossy:share=2',
    'slow:delay.shape=x',
    'a=b',
    'fast=1,a.b=2',
  ),
  fc.constantFrom(
    `${'a.'.repeat(20_000)}a=1`,
    'x'.repeat(100_000),
    '/proc/none/x',
    '/dev/null/x',
    '../'.repeat(3),
    'mysql',
    'hosts-file,hosts-file',
  ),
);

/** Words for one command: its own options and actions among them. */
function wordsFor(help: string): fc.Arbitrary<string[]> {
  const own = [...help.matchAll(/--[a-z-]+/g)].map(([option]) => option).filter((option) => option !== '--init');
  const option = fc.oneof(
    fc.constantFrom('--no-such', ...own),
    name.map((text) => `--${text}`),
  );
  const word = fc.oneof(
    option,
    fc.tuple(option, value).map(([left, right]) => `${left}=${right}`),
    value,
    fc.constantFrom('dns-slow', 'baseline', 'list', 'merge', 'check', 'build', 'status', 'stop'),
  );
  return fc.array(word, { maxLength: 6 });
}

describe('a command line of any words', () => {
  test.each(underTest.map((command) => [command.name, command] as const))(
    '%s runs, or is refused with what is wrong',
    async (_name, command) => {
      await fc.assert(
        fc.asyncProperty(wordsFor(command.help()), async (args) => {
          const code = await throughOrClear(() => command.run(args, new AbortController().signal));
          expect([undefined, 0, 1, 2, 64, 69]).toContain(code);
        }),
        { numRuns: command.name === 'repeat' || command.name === 'doctor' ? 20 : 60 },
      );
    },
  );

  test('unknown commands, and the soak in a process of its own, are refused', async () => {
    const ends = await Promise.all([
      lab([]),
      lab(['--']),
      lab(['x'.repeat(10_000)]),
      lab(['dev', 'soak', '--runs', 'many']),
      lab(['dev', 'soak', '--scenario', '\u001b[2J']),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([64, 64, 64, 64, 64]);
    const said = ends.map(({ stderr }) => stderr).join('');
    expect(said).not.toMatch(/^\s+at |a fault of the lab itself/m);
    expect(said).not.toContain('\u001b');
  });
});
