import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../lab/cli/commands.ts';
import { withDerivedSections } from '../lab/cli/dev/readme.ts';
import { exitCodes } from '../lab/errors/exit-codes.ts';

const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

test('what the README says of scenarios, options and commands is what there is ("npm run readme" writes it)', async () => {
  expect(text).toBe(await withDerivedSections(text, commands));
});

test('the README names every exit code', () => {
  for (const code of Object.values(exitCodes)) {
    expect(text).toMatch(new RegExp(`\\b${code} [a-z]`));
  }
});

test('the workflows in the README are YAML, and run what there is', () => {
  const workflows = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
  expect(workflows).toHaveLength(2);
  for (const yaml of workflows) {
    expect(() => parse(yaml)).not.toThrow();
    const named = [...yaml.matchAll(/npm run (\S+)/g)].map(([, name]) => name);
    expect(named).toContain('scenario');
    expect(named.filter((name) => !commands.some((command) => command.name === name))).toEqual([]);
  }
});
