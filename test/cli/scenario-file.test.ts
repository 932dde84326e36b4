import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarioAgain } from '../../lab/cli/again.ts';
import { scenarioWord } from '../../lab/cli/given-scenario.ts';
import { folderName } from '../../lab/files/folder-name.ts';
import { shellLine } from '../../lab/process/command-line.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { startLab } from '../support/lab-process.ts';
import { smallScenario } from '../support/recorded-run.ts';

/** None of these may touch an engine: with this one, exit 69. */
const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wraplab-test-')));
const file = join(folder, 'my burst.ts');
beforeAll(() => {
  writeFileSync(file, `console.log('hello');\nexport default ${JSON.stringify(smallScenario())};`);
  writeFileSync(join(folder, 'bad.ts'), 'export default {\n  titel: 1,\n};');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** start.sh starts the lab with the same option. */
const inFolder = (args: readonly string[]) =>
  startLab(args, { ...noEngine, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }, folder).ended;

describe.concurrent('a scenario file on the command line', () => {
  test('is checked: what it is, where it runs, and what to type next', async () => {
    const { code, stdout, stderr } = await inFolder(['scenario', 'check', './my burst.ts']);
    const { title, timeline } = smallScenario();
    const seconds = Object.values(timeline).reduce((sum, ms) => sum + ms, 0) / 1000;
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'hello\n' });
    expect(stdout.split('\n')).toEqual([
      `no problems in ${file}`,
      `  my burst: ${title}`,
      `  runs on mariadb and mysql, for ${seconds} s; ${smallScenario().expectations.length === 1 ? '1 expectation' : `${smallScenario().expectations.length} expectations`}`,
      `next: npm run scenario -- '${file}' --plan`,
      '',
    ]);
  });

  test('is refused with everything that is wrong, exit 64, checked or run', async () => {
    const [checked, run] = await Promise.all([inFolder(['scenario', 'check', 'bad.ts']), inFolder(['scenario', './bad.ts'])]);
    expect(checked).toEqual(run);
    expect(checked).toMatchObject({ code: 64, stdout: '' });
    expect(checked.stderr).toContain(`wraplab: ${folder}/bad.ts:2:3: expected no other keys, got "titel" (did you mean "title"?)\n`);
    expect(checked.stderr).toContain(`wraplab: ${folder}/bad.ts:1: story: expected string, got nothing\n`);
  });

  test('shows its plan, and starts nothing', async () => {
    const { code, stdout } = await inFolder(['scenario', 'my burst.ts', '--plan', '--fix', 'numeric-acl']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^my burst {2}a small one\n/);
    expect(stdout).toContain('fix numeric-acl · mariadb · seed 1\n');
    expect(stdout).toMatch(/Nothing was started\.\n$/);
  });

  test('takes no option with --plan or check that would change nothing', async () => {
    const [plan, check] = await Promise.all([
      inFolder(['scenario', 'dns-slow', '--plan', '--json', '--server-image', 'x']),
      inFolder(['scenario', 'check', 'bad.ts', '--seed', '7']),
    ]);
    expect(plan.stderr).toBe(
      ['--json', '--server-image']
        .map((name) => `wraplab: ${name}: expected without --plan, which starts nothing and shows a plan for a server of the lab\n`)
        .join(''),
    );
    expect(check.stderr).toBe('wraplab: expected the file of one scenario after "check" and no options, got bad.ts --seed\n');
  });

  test('reaches the engine when it is fine: a run begins', async () => {
    expect((await inFolder(['scenario', file, '--quiet'])).code).toBe(69);
  });

  test('has a name for records and folders, and an absolute path for the command that repeats it', () => {
    const { name, word } = scenarioWord(file);
    expect({ name, word }).toEqual({ name: 'my burst', word: file });
    expect(folderName(name)).toMatch(/^my-burst_[0-9a-f]{12}$/);
    expect(folderName('pool-burst')).toBe('pool-burst');
    expect(shellLine(scenarioAgain(word, { seed: '7' }, { server: mariadb, image: undefined }))).toBe(
      `npm run scenario -- '${file}' --seed 7 --server mariadb`,
    );
  });
});
