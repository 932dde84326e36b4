import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cellAgain } from '../../lab/cli/again.ts';
import { commands } from '../../lab/cli/commands.ts';
import { parseOptions } from '../../lab/cli/options.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { lab } from '../support/lab-process.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wraplab-test-')));
beforeAll(() => {
  mkdirSync(join(folder, 'etc'));
  writeFileSync(join(folder, 'limits.yaml'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What npm leaves in the environment of the lab whose user stands in `folder`. */
const byNpm = (script: string) => ({
  WRAPLAB_STARTER: String(process.pid),
  INIT_CWD: folder,
  npm_lifecycle_event: script,
  npm_lifecycle_script: `sh lab/cli/start.sh ${script}`,
  npm_package_json: join(import.meta.dirname, '../../package.json'),
});

describe('a relative path', () => {
  test.each([
    ['analyze', ['no-run'], 'got /no-run, which is not a folder'],
    ['compare', ['one', 'etc/two'], 'got /etc/two, which is not a folder'],
    ['verify', ['etc', '--check'], '/etc/hostname'],
    ['matrix', ['check', 'my-matrix'], '/my-matrix/matrix.json'],
    ['matrix', ['merge', 'shard-1', '--out', 'all'], '/shard-1/matrix.json'],
    ['analyze', ['etc', '--out', 'x'], 'got /etc'],
  ])('of %s %j starts in the folder where the user of npm stands', async (name, args, said) => {
    const { code, stderr } = await lab([name, ...args], byNpm(name));
    expect(code).toBe(64);
    expect(stderr).toContain(said.replace('/', `${folder}/`));
  });

  test('starts in the folder of the process where npm is not its starter', async () => {
    const { stderr } = await lab(['analyze', 'no-run'], { ...byNpm('analyze'), WRAPLAB_STARTER: '1' });
    expect(stderr).toContain(`got ${join(process.cwd(), 'no-run')}, which is not a folder`);
  });

  test('of an option is absolute in its value and in the command line that repeats it', () => {
    const options = { out: { takes: 'DIR', help: 'the folder', value: z.string().min(1), isPath: true } } as const;
    expect(parseOptions(options, ['--out', 'x', 'y'])).toEqual({
      values: { out: join(process.cwd(), 'x') },
      given: { out: join(process.cwd(), 'x') },
      positionals: ['y'],
    });
    expect(() => parseOptions(options, ['--out='])).toThrow('--out: ');
  });

  test('is what every option takes that takes a folder or a file', () => {
    const all = commands.flatMap((command) => [command, ...(command.subcommands ?? [])]);
    const named = all.flatMap(({ options = {} }) => Object.values(options)).filter(({ takes }) => /DIR|FILE/.test(takes));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ isPath }) => isPath !== true)).toEqual([]);
  });

  test('is not in the command that runs a cell again', () => {
    const words = cellAgain({ row: { id: 'none' }, column: { name: 'dead' } } as Parameters<typeof cellAgain>[0], 1, {
      server: mariadb,
      image: undefined,
    });
    expect(words.at(words.indexOf('--out') + 1)).toBe(join(process.cwd(), '.wraplab/matrix/again-mariadb'));
  });
});
