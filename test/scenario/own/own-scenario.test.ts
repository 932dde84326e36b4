import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeError, LabError } from '../../../lab/errors/lab-error.ts';
import { faultIds } from '../../../lab/faults/index.ts';
import { isScenarioFile, loadOwnScenario, nameOfFile } from '../../../lab/scenario/own/own-scenario.ts';
import { smallScenario } from '../../support/recorded-run.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wraplab-test-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab = join(import.meta.dirname, '../../../lab/index.ts');
const fine = JSON.stringify(smallScenario(), null, 2);
let count = 0;

function file(text: string): string {
  const path = join(folder, `${++count}.ts`);
  writeFileSync(path, text);
  return path;
}

async function problemsOf(path: string, limitMs?: number): Promise<string[]> {
  const error: unknown = await loadOwnScenario(path, { print: () => undefined, ...(limitMs === undefined ? {} : { limitMs }) }).then(
    () => expect.fail('it was accepted'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return describeError(error)
    .split('\n')
    .map((line) => line.replace(path, 'FILE'));
}

describe.concurrent('a scenario file of one’s own', () => {
  test('is loaded with and without imports from the lab', async () => {
    const print = () => undefined;
    const bare = await loadOwnScenario(file(`export default ${fine};`), { print });
    const typed = await loadOwnScenario(
      file(
        `import { defineScenario, type ScenarioInput } from ${JSON.stringify(lab)};\nconst own: ScenarioInput = ${fine};\nexport default defineScenario(own);`,
      ),
      { print },
    );
    expect(bare).toMatchObject({ title: smallScenario().title, lagBudgetMs: 250 });
    expect(typed).toEqual(bare);
  });

  test('is recognised by a slash or its ending, and gives the scenario its own name', () => {
    expect(['./a', 'a.ts', 'mine/a.mts', '/x/a'].map(isScenarioFile)).toEqual([true, true, true, true]);
    expect(['dns-slow', 'list', 'a.tsx'].map(isScenarioFile)).toEqual([false, false, false]);
    expect(['/x/pool-burst.ts', '/x/my burst.mts', '/x/.ts', '/x/dns.slow'].map(nameOfFile)).toEqual([
      'pool-burst',
      'my burst',
      'scenario',
      'dns.slow',
    ]);
  });

  test('with wrong fields is refused with all of them, by line and column', async () => {
    const wrong = fine.replace('"title"', '"titel"').replace('"slow"', '"slwo"');
    const lineOf = (text: string): number => wrong.slice(0, wrong.indexOf(text)).split('\n').length;
    expect(await problemsOf(file(`export default ${wrong};`))).toEqual([
      'FILE:1: title: expected string, got nothing',
      `FILE:${lineOf('"titel"')}:3: expected no other keys, got "titel" (did you mean "title"?)`,
      `FILE:${lineOf('"slwo"')}:5: fault.id: expected one of ${faultIds.join(', ')}; got "slwo" (did you mean "slow"?)`,
    ]);
  });

  test.each<[string, string, string]>([
    ['wrong syntax', 'export default {\n  a: 1,, b };', 'FILE:2:8: expected TypeScript, got: Expected identifier but found ","'],
    [
      'TypeScript that is more than types',
      'enum X { A }\nexport default {};',
      'FILE:1:1: expected a module that can be loaded, got: SyntaxError: TypeScript enum is not supported in strip-only mode',
    ],
    ['an error', '\n\nthrow new Error("no way");', 'FILE:3:7: expected a module that can be loaded, got: Error: no way'],
    ['something else thrown', 'throw 5;', 'FILE: expected a module that can be loaded, got: 5'],
    ['a function', 'export default () => 1;', 'FILE:1:16: expected plain data that JSON could express, got a function'],
    [
      'a function inside',
      'export default {\n  host: () => 1 };',
      'FILE:2:3: host: expected plain data that JSON could express, got a function',
    ],
    [
      'a class',
      'export default { a: new Date() };',
      'FILE:1:18: a: expected plain data that JSON could express, got an object of the class Date',
    ],
    [
      'a circle',
      'const a: { b?: object } = {};\na.b = a;\nexport default a;',
      'FILE:3: b: expected plain data that JSON could express, got an object that contains itself',
    ],
    [
      'no default export',
      'export const a = 1, b = 2;',
      'FILE: expected a module that exports a scenario by default, got only the exports a, b',
    ],
    ['nothing', 'export {};', 'FILE: expected a module that exports a scenario by default, got no exports'],
    ['an exit', 'process.exit(0);', 'FILE: expected a module that exports a scenario by default, got one that ended its process'],
    [
      'a wait without end',
      'export default await new Promise(() => {});',
      'FILE: expected a module that exports a scenario by default, got one that waits for something that never happens',
    ],
  ])('that is or has %s is refused with its place', async (_what, text, problem) => {
    expect(await problemsOf(file(text))).toEqual([problem]);
  });

  test('that loops for ever is ended', async () => {
    expect(await problemsOf(file('for (;;) {}'), 1500)).toEqual([
      'FILE: expected a module that loads within 1.5 s, got one that was still busy',
    ]);
  });

  test('that takes all memory is ended', async () => {
    const text = 'const all: number[][] = [];\nfor (;;) all.push(Array.from({ length: 1e6 }, (_, index) => index * 1.5));';
    expect(await problemsOf(file(text), 60_000)).toEqual([
      'FILE: expected a module that loads in 256 MB of memory, got one that needs more',
    ]);
  });

  test('that imports what is not there is refused with the way to the lab', async () => {
    const path = file("import { x } from './no-lab/index.ts';\nexport default x;");
    const error = await loadOwnScenario(path, { print: () => undefined }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ hint: expect.stringMatching(/^import the lab as '\..*\/lab\/index\.ts'$/) });
    expect(describeError(error)).toContain(`Cannot find module '${folder}/no-lab/index.ts'`);
  });

  test('that is a folder, too large or missing is refused', async () => {
    const below = join(folder, 'folder.ts');
    mkdirSync(below);
    const large = file(' '.repeat(1024 * 1024 + 1));
    expect(await problemsOf(below)).toEqual(['FILE: expected a scenario file', '  because: expected a plain file, got a folder']);
    expect(await problemsOf(large)).toEqual(['FILE: expected a scenario file', '  because: expected 1048576 bytes or fewer, got 1048577']);
    expect((await problemsOf(join(folder, 'none.ts')))[1]).toBe('  because: expected a file that can be read, got ENOENT');
  });

  test('prints for its author only', async () => {
    const said: string[] = [];
    await loadOwnScenario(file(`console.log('hello');\nexport default ${fine};`), { print: (text) => said.push(text) });
    expect(said.join('')).toBe('hello\n');
  });
});
