import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const lab = join(import.meta.dirname, '../lab');

test.each([
  ['faults', 'dead.ts'],
  ['fixes', 'more-connections.ts'],
  ['servers', 'mariadb.ts'],
  ['probes', 'listen-drops.ts'],
])('the page of %s shows %s as it is, and steps to add another', (folder, file) => {
  const page = readFileSync(join(lab, folder, 'README.md'), 'utf8');
  const [, example] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  expect(page).toContain(`\`${file}\`, complete:`);
  expect(example).toBe(readFileSync(join(lab, folder, file), 'utf8'));
  expect(page).toMatch(/^## Add one\n\n1\. /m);
});
