import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '../lab', file), 'utf8');

test.each([
  ['evidence', 'evidence/linkage.ts'],
  ['reports', 'reports/verdict-json.ts'],
  ['statistics', 'statistics/quantities/server-facts.ts'],
])('the README of %s shows %s as it is', (room, file) => {
  expect(read(`${room}/README.md`)).toContain(`\`\`\`ts\n${read(file)}\`\`\``);
});
