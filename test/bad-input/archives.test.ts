import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Header, pack } from 'tar-stream';
import { afterAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';
import { loadImage } from '../../lab/engine/images/archive.ts';
import { checkArchive } from '../../lab/engine/images/archive-check.ts';
import { describeError, type LabError } from '../../lab/errors/lab-error.ts';
import { expectClear } from '../support/clear-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'wraplab-agent-1.tar.gz');
const reference = 'wraplab/agent:1';

type Entry = readonly [header: Partial<Header> & { readonly name: string }, content?: string];

const manifest = (...tags: string[]): Entry => [
  { name: 'manifest.json' },
  JSON.stringify([{ Config: 'c.json', RepoTags: tags, Layers: ['layer/layer.tar'] }]),
];
/** As an engine with an OCI image layout says it. */
const index = (name: string): string =>
  JSON.stringify({ schemaVersion: 2, manifests: [{ annotations: { 'io.containerd.image.name': name } }] });
const layer: Entry = [{ name: 'layer/layer.tar' }, 'x'.repeat(3000)];
const good: readonly Entry[] = [[{ name: 'layer/', type: 'directory' }], layer, [{ name: 'c.json' }, '{}'], manifest(reference)];

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const packing = pack();
  for (const [header, content = ''] of entries) {
    packing.entry(header as Header, content);
  }
  packing.finalize();
  return buffer(packing);
}

async function archive(...entries: readonly Entry[]): Promise<void> {
  writeFileSync(path, gzipSync(await tar(entries)));
}

/** The error of loading it; the engine must not have been asked. */
async function refusal(): Promise<string> {
  const asked: string[] = [];
  const engine = { docker: { loadImage: () => Promise.reject(asked.push('load')) } } as unknown as Engine;
  const image = { name: 'agent', reference, repository: 'wraplab/agent', tag: '1', folder, extra: [], typicalBuild: '' } as const;
  const error = await loadImage(engine, image, folder).then(
    () => expect.fail('it was loaded'),
    (refused: unknown) => refused,
  );
  expect(asked).toEqual([]);
  expectClear(error);
  expect((error as LabError).message).toContain(`could not load ${path}: expected an archive made by "npm run images -- save"`);
  return describeError(error);
}

describe('an archive of an image', () => {
  test('as "images save" writes it is taken, links between its layers included', async () => {
    const twin: Entry = [{ name: 'other/layer.tar', type: 'symlink', linkname: '../layer/layer.tar' }];
    await archive(...good, twin, [{ name: 'index.json' }, index(`registry.test/${reference}`)]);
    await checkArchive(path, reference);
  });

  test.each<[what: string, entry: Entry, says: string]>([
    ['a path out of it', [{ name: '../../etc/cron.d/x' }, 'x'], 'expected only paths inside the archive, got "../../etc/cron.d/x"'],
    ['a path out of it, by a way round', [{ name: 'a/../../x' }, 'x'], 'expected only paths inside the archive'],
    ['an absolute path', [{ name: '/etc/passwd' }, 'x'], 'expected only paths inside the archive'],
    [
      'a link out of it',
      [{ name: 'l', type: 'symlink', linkname: '/etc' }],
      'expected only links inside the archive, got "l", which leads to "/etc"',
    ],
    ['a link out of it, by dots', [{ name: 'a/l', type: 'symlink', linkname: '../../x' }], 'expected only links inside the archive'],
    ['a hard link out of it', [{ name: 'l', type: 'link', linkname: '../x' }], 'expected only links inside the archive'],
    ['a device', [{ name: 'd', type: 'character-device', devmajor: 1, devminor: 5 }], 'expected only files, folders and links, got "d"'],
    ['a second image', manifest('debian:latest', reference), 'expected only the image wraplab/agent:1, got debian:latest, wraplab/agent:1'],
    ['another image', manifest('mysql:8'), 'expected only the image wraplab/agent:1, got mysql:8'],
    ['no name', [{ name: 'manifest.json' }, '[{"RepoTags":null}]'], 'got an image without a name'],
    ['another image in its index', [{ name: 'index.json' }, index('registry.test/mysql:8')], 'got wraplab/agent:1, registry.test/mysql:8'],
    ['a manifest that is none', [{ name: 'manifest.json' }, '{"a":'], 'JSON'],
  ])('with %s is refused before the engine gets it', async (_what, entry, says) => {
    await archive(...good.slice(0, -1), ...(entry[0].name === 'manifest.json' ? [] : [manifest(reference)]), entry);
    expect(await refusal()).toContain(says);
  });

  test('with two manifests is judged by the last, which the engine would take', async () => {
    await archive(...good, manifest('debian:latest'));
    expect(await refusal()).toContain('got debian:latest');
  });

  test('that would unpack to more than a disk holds is refused by its first header', async () => {
    const header = (await tar([[{ name: 'layer.tar', size: 0 }]])).subarray(0, 512);
    // Size 9 GiB, in octal, and the checksum that goes with it (see tar(5)).
    header.write((9 * 1024 ** 3).toString(8).padStart(11, '0'), 124, 'latin1');
    header.write('        ', 148, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    writeFileSync(path, gzipSync(Buffer.concat([header, Buffer.alloc(1024)])));
    expect(await refusal()).toContain('expected at most 20000 files and 8589934592 bytes, got more');
  });

  test('that is cut off or overwritten anywhere is refused', async () => {
    const whole = gzipSync(await tar(good));
    const damage = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      bytes: fc.option(fc.uint8Array({ minLength: 1, maxLength: 20 }), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes }) => {
        const rest = bytes === null ? [] : [bytes, whole.subarray(at + bytes.length)];
        const damaged = Buffer.concat([whole.subarray(0, at), ...rest]);
        writeFileSync(path, damaged);
        // The first ten bytes of a gzip file have a time and a system, which mean nothing (RFC 1952).
        fc.pre(!damaged.subarray(10).equals(whole.subarray(10)));
        await refusal();
      }),
      { numRuns: 120 },
    );
  });

  test('of any bytes is refused', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.uint8Array({ maxLength: 2000 }).map((content) => gzipSync(content)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        writeFileSync(path, content);
        await refusal();
      }),
      { numRuns: 80 },
    );
  });

  const others: Readonly<Record<string, () => void>> = {
    'a folder': () => mkdirSync(path),
    'a device': () => symlinkSync('/dev/zero', path),
    'a pipe': () => void execFileSync('mkfifo', [path]),
  };
  test.each(Object.keys(others))('%s instead of it is refused', async (what) => {
    rmSync(path, { recursive: true, force: true });
    others[what]?.();
    await refusal();
    rmSync(path, { recursive: true });
  });
});
