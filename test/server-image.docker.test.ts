import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ensureImage } from '../lab/engine/images/ensure-image.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { lab } from './support/lab-process.ts';
import { engineUnderTest, leftOf } from './support/left-in-engine.ts';
import { confirmed, inShort } from './support/run-scenarios.ts';
import { runOnce, runScenario } from './support/scenario-files.ts';
import { testImage } from './support/test-image.ts';

const engine = await engineUnderTest();
const unlinked = await ensureImage(
  engine,
  'mariadb-unlinked',
  { step: () => undefined, advance: () => undefined },
  new AbortController().signal,
);
const stock = await testImage(engine, 'stock', unlinked.reference);

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(async () => {
  rmSync(folders, { recursive: true, force: true });
  await stock[Symbol.asyncDispose]();
});

describe.concurrent('a user’s own server image', () => {
  test('a stock server, not linked against libwrap, is inconclusive and says so', async () => {
    const out = join(folders, 'stock');
    const { code, verdict } = await runOnce(out, ['dns-slow', '--server-image', stock.reference]);
    expect(code).toBe(2);
    expect(verdict.verdict).toBe('inconclusive');
    expect(verdict.reasons).toContain('the server is not linked against libwrap');
    const { manifest } = readRecord(out);
    expect(manifest.server).toMatchObject({ daemon: 'mariadbd', libwrap: false, libwrapMaps: [] });
    expect(manifest.server?.ldd).toContain('libc.so');
    expect(manifest.server?.ldd).not.toContain('libwrap');
    expect(manifest.server).not.toHaveProperty('source');
    // The image's own configuration (images/stock/site.cnf) applies where the lab needs nothing else.
    expect(manifest.server).toMatchObject({ port: 3306, variables: { back_log: '77' } });
    expect(verdict.phases['baseline']?.paths['tcp']?.ok).toBeGreaterThan(20);
    expect(readRecord(out).events.some((event) => event.kind === 'log' && event.line.includes('ready for connections'))).toBe(true);
    expect(await leftOf(engine, manifest.runId)).toEqual({ containers: [], networks: [] });
  });

  test('the lab says what the image cannot run, and asking for that ends with exit code 64', async () => {
    const { code, stderr } = await lab(['scenario', 'admin-thread', '--server-image', stock.reference]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/\(mariadbd 10\.11\.\S+\) reads its own \/etc\/mysql\/my\.cnf; the lab's settings override them/);
    expect(stderr).toMatch(/it cannot run fix-no-libwrap: .* expected a server that the lab also has without libwrap/);
    expect(stderr).toMatch(/is not linked against libwrap: it cannot have the outage/);
    expect(stderr).toMatch(/^wraplab: admin-thread: expected a server with a port for operators with an accept thread of its own, got /m);
  });

  test('the lab’s own linked server, given as an image, confirms a scenario that needs its port for operators', async () => {
    const reference = imageDefinition('mariadb', engine.architecture).reference;
    const { code, verdict } = await runScenario(join(folders, 'own'), 'extra-port', '--server-image', reference);
    expect(inShort(verdict)).toEqual(confirmed);
    expect(code).toBe(0);
  });

  test('an image without a server ends with exit code 64, an image that cannot be found with 69', async () => {
    const agent = imageDefinition('agent', engine.architecture).reference;
    const none = await lab(['scenario', 'dns-slow', '--server-image', agent, '--quiet']);
    expect(none.code).toBe(64);
    expect(none.stderr).toContain(`expected an image with mysqld or mariadbd, got ${agent}, which has neither`);
    const nowhere = await lab(['scenario', 'dns-slow', '--server-image', 'wraplab/nowhere:1', '--quiet']);
    expect(nowhere.code).toBe(69);
    expect(nowhere.stderr).toContain('could not get the image wraplab/nowhere:1: expected it in the engine or in a registry, got neither');
  });
});
