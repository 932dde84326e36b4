import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { configurationFile, etcFiles } from '../../lab/campaigns/verify/access/etc-folder.ts';
import { readEtc } from '../../lab/campaigns/verify/read-etc.ts';
import { asScenario } from '../../lab/campaigns/verify/scenario/as-scenario.ts';
import { subjectOf } from '../../lab/campaigns/verify/scenario/subject.ts';
import { warningsOf } from '../../lab/campaigns/verify/warnings/index.ts';
import type { LabError } from '../../lab/errors/lab-error.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import { parseScenario } from '../../lab/scenario/catalog.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { expectClear, throughOrClear } from '../support/clear-error.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A file beside the folder, which must be neither read nor changed. */
const secret = 'a secret beside the folder';
writeFileSync(join(root, 'secret'), secret);

let count = 0;
const isRoot = process.getuid?.() === 0;

/** Reads the folder as "verify --check" does, and makes the plan of its first fault. */
function readWhole(folder: string): { readonly warnings: number } {
  const subject = subjectOf(readEtc(folder));
  const warnings = warningsOf(subject, 'mariadbd');
  const [fault] = subject.configuration.faults;
  if (fault !== undefined) {
    makePlan('etc', parseScenario('etc', JSON.parse(JSON.stringify(asScenario(subject, fault)))), mariadb);
  }
  expect(JSON.stringify(subject)).not.toContain(secret);
  return { warnings: warnings.length };
}

type Maker = (path: string) => void;
const makers: Readonly<Record<string, Maker>> = {
  folder: (path) => mkdirSync(path),
  pipe: (path) => void execFileSync('mkfifo', [path], { stdio: 'ignore' }),
  'a link out': (path) => symlinkSync(join(root, 'secret'), path),
  'a link out by dots': (path) => symlinkSync('../../secret', path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to its own folder': (path) => symlinkSync('.', path),
  'a link to a device': (path) => symlinkSync('/dev/zero', path),
  'a link to nowhere': (path) => symlinkSync('nowhere', path),
  '100 MB': (path) => {
    writeFileSync(path, 'ALL: ALL\n', { flag: 'wx' });
    truncateSync(path, 100_000_000);
  },
  '900 kB of one line': (path) => writeFileSync(path, 'x'.repeat(900_000), { flag: 'wx' }),
  '900 kB of lines': (path) => writeFileSync(path, 'ALL: .a.test EXCEPT b\n'.repeat(40_000), { flag: 'wx' }),
  ...(isRoot ? { device: (path: string) => void execFileSync('mknod', [path, 'c', '1', '5'], { stdio: 'ignore' }) } : {}),
};

const words = [
  'ALL',
  'EXCEPT',
  'mariadbd',
  'mysqld',
  '.app.test',
  '10.0.',
  '10.0.0.0/255.0.0.0',
  '[2001:db8::]/32',
  'PARANOID',
  'KNOWN',
  '@group',
  '/etc/x',
  ':',
  ',',
  ' ',
  '\t',
  '\n',
  '\\\n',
  '#',
  'spawn',
  'twist',
  'severity',
  'deny',
  '\r\n',
  '\u00e9',
  '\u202e',
  '\u001b[2J',
  '<script>',
  'nameserver',
  'search',
  'options',
  'timeout:1',
  'attempts:99999999999',
  '127.0.0.1',
  '::1',
  '198.18.0.1',
  'db1.app.test',
  'files',
  'dns',
  'hosts:',
  '[mysqld]',
  'port=1',
  '!include /etc/passwd',
  '!includedir /',
  '=',
  '-',
  '1e999',
  '[',
  '{',
  '&a',
  '*a',
  '!!js/function',
  '---',
];
const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(''));
const content: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: soup.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
);
const place = fc.constantFrom(...etcFiles, configurationFile, 'mysql', 'my.cnf.d', 'mysql/a.cnf', 'mysql/b/c.cnf', 'mysql/d', 'other');
const entry = fc.record({
  place,
  what: fc.oneof({ weight: 3, arbitrary: content }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(makers)) }),
});

function make(folder: string, list: readonly { place: string; what: Buffer | string }[]): void {
  for (const { place: path, what } of list) {
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (typeof what === 'string') {
        makers[what]?.(join(folder, path));
      } else {
        writeFileSync(join(folder, path), what, { flag: 'wx' });
      }
    } catch {
      // Something is there already.
    }
  }
}

describe('a folder like /etc with anything in it', () => {
  test('is read, or refused with what is wrong; nothing beside it is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 8 }), async (list) => {
        const folder = join(root, String(count++), 'etc');
        mkdirSync(folder, { recursive: true });
        make(folder, list);
        await throughOrClear(() => readWhole(folder));
        rmSync(dirname(folder), { recursive: true });
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.keys(makers))('with this instead of every file: %s', async (what) => {
    const folder = join(root, String(count++), 'etc');
    mkdirSync(folder, { recursive: true });
    make(
      folder,
      [...etcFiles, configurationFile, 'mysql', 'my.cnf.d/x.cnf'].map((each) => ({ place: each, what })),
    );
    const before = process.memoryUsage().rss;
    await throughOrClear(() => readWhole(folder));
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test('a deep YAML file, or one with a bomb of aliases, is refused quickly', async () => {
    for (const text of ['['.repeat(100_000), `${'{a: '.repeat(20_000)}1`, laughs(), `clients: ${'- '.repeat(5000)}x`]) {
      const folder = join(root, String(count++));
      mkdirSync(folder);
      writeFileSync(join(folder, configurationFile), text);
      await throughOrClear(() => readWhole(folder));
    }
  });

  test('a folder of links to itself, or of ten thousand files, is refused quickly', () => {
    const folder = join(root, String(count++));
    mkdirSync(join(folder, 'mysql'), { recursive: true });
    for (let index = 0; index < 100; index++) {
      symlinkSync('.', join(folder, 'mysql', String(index)));
    }
    expect(() => readWhole(folder)).toThrow('expected 100 folders or fewer, got more');
    const many = join(root, String(count++));
    mkdirSync(join(many, 'mysql'), { recursive: true });
    for (let index = 0; index < 10_000; index++) {
      writeFileSync(join(many, 'mysql', `${index}.cnf`), '[mysqld]\n');
    }
    expect(() => readWhole(many)).toThrow('expected 200 files or fewer, got more');
  });

  test.skipIf(!isRoot)('files and folders that this user may not read are named', () => {
    const folder = join(root, String(count++));
    mkdirSync(join(folder, 'mysql'), { recursive: true });
    writeFileSync(join(folder, 'hosts'), '');
    chmodSync(root, 0o755);
    chmodSync(join(folder, 'hosts'), 0);
    chmodSync(join(folder, 'mysql'), 0);
    const refused = asNobody(() => {
      try {
        readWhole(folder);
      } catch (error) {
        return error;
      }
      return undefined;
    });
    expectClear(refused);
    expect((refused as LabError).message).toBe(
      `${folder}/hosts: expected a file that can be read, got EACCES\n${folder}/mysql: expected a folder that can be read, got EACCES`,
    );
  });
});

/** A "billion laughs": each anchor has ten times the one before. */
function laughs(): string {
  const lines = Array.from({ length: 10 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]`);
  return ['a0: &a0 x', ...lines].join('\n');
}

function asNobody<T>(action: () => T): T {
  process.seteuid?.(65_534);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}
