import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../lab/cli/commands.ts';
import { generatedSections, withSections } from '../lab/cli/dev/generated/generated.ts';
import { derivedTexts, readmePaths } from '../lab/cli/dev/readme.ts';
import { exitCodes } from '../lab/errors/exit-codes.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const text = read('README.md');

test('READMEs, generated pages and schemas say what there is ("npm run dev -- readme" writes them)', async () => {
  for (const [path, wanted] of Object.entries(await derivedTexts(commands))) {
    expect({ path, text: read(path) }).toEqual({ path, text: wanted });
  }
});

test('every generated section stands in a README', async () => {
  const all = readmePaths().map(read).join('\n');
  expect(Object.keys(await generatedSections(commands)).filter((name) => !all.includes(`<!-- ${name} -->`))).toEqual([]);
});

describe('a generated section', () => {
  test('is made anew between its marks, and leaves the rest alone', () => {
    expect(withSections('a\n<!-- x -->\nold\n<!-- /x -->\nb', { x: 'new' })).toBe('a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb');
  });

  test.each(['<!-- y -->\n<!-- /y -->', '<!-- x -->\nno end'])('that is unknown or has no end is an error: %j', (broken) => {
    expect(() => withSections(broken, { x: '' })).toThrow('expected a section <!-- ');
  });
});

test('the README has at most 200 lines, and names every exit code with its meaning', () => {
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  for (const [name, code] of Object.entries(exitCodes)) {
    expect(text).toContain(`${code} ${exitWords[name as keyof typeof exitCodes]}`);
  }
});

/** As the README words them. */
const exitWords: Readonly<Record<keyof typeof exitCodes, string>> = {
  confirmed: 'confirmed',
  refuted: 'refuted',
  inconclusive: 'inconclusive',
  usage: 'wrong arguments or files',
  unavailable: 'no container engine',
  internal: 'internal error',
  interrupted: 'interrupted',
};

test('links of READMEs lead to files that are there', () => {
  const dead = readmePaths().flatMap((path) =>
    [...read(path).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => join(dirname(path), target))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test('the workflows that READMEs show are YAML, and run commands that exist', () => {
  const workflows = readmePaths().flatMap((path) => [...read(path).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml));
  expect(workflows.length).toBeGreaterThan(0);
  for (const yaml of workflows) {
    expect(() => parse(yaml)).not.toThrow();
    const named = [...yaml.matchAll(/npm run (?:--silent )?(\S+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !commands.some((command) => command.name === name))).toEqual([]);
  }
});
