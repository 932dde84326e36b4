import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newRunFolder } from '../../lab/campaigns/run-folder.ts';

const parent = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const now = new Date('2026-01-02T03:04:05.678Z');

test('runs that begin in the same millisecond have different folders', () => {
  const names = Array.from({ length: 3 }, () => basename(newRunFolder(join(parent, 'a/b'), 'dns-slow', now)));
  expect(names).toEqual([
    '2026-01-02T03-04-05-678Z-dns-slow',
    '2026-01-02T03-04-05-678Z-dns-slow-2',
    '2026-01-02T03-04-05-678Z-dns-slow-3',
  ]);
  expect(basename(newRunFolder(parent, '', now))).toBe('2026-01-02T03-04-05-678Z');
});

test('a folder that cannot be made is an error', () => {
  writeFileSync(join(parent, 'file'), '');
  expect(() => newRunFolder(join(parent, 'file/runs'), 'x')).toThrow(/cannot write a record to .*file\/runs/);
});
