import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const used = join(folders, 'used');
mkdirSync(used);
writeFileSync(join(used, 'manifest.json'), '');
const [empty, missing] = [join(folders, 'empty'), join(folders, 'missing')];
mkdirSync(empty);

const program = pathToFileURL(join(import.meta.dirname, '../../lab/cli/place-said.ts'));

/** What a process prints that has written there and then ends in this way. */
function said(ending: string): string {
  const places = [used, empty, missing].map((folder) => `sayPlaceAtEnd('record: ${folder}', '${folder}');`).join('');
  const script = `import { placeSaid, sayPlaceAtEnd } from '${program.href}'; ${places} ${ending}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stderr;
}

test.each([
  ['by itself', ''],
  ['at once, as after a second Ctrl-C', 'process.exit(130)'],
  ['by an uncaught error', "process.on('uncaughtException', () => process.exit(70)); setTimeout(() => { throw new Error('x'); })"],
])('a process prints where its records are when it ends %s', (_how, ending) => {
  expect(said(ending)).toBe(`record: ${used}\n`);
});

test('a process does not print it again after the command has', () => {
  expect(said(`placeSaid('${used}')`)).toBe('');
});
