import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { imageDefinition } from '../lab/engine/image-definitions.ts';
import { imageId } from '../lab/engine/images.ts';
import { readRecord } from '../lab/record.ts';
import { type Verdict, verdictSchema } from '../lab/verdict.ts';
import { lab } from './cli/lab.ts';
import { engineUnderTest, leftOf } from './engine/left.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const engine = await engineUnderTest();
const mysqlAtHand = (await imageId(engine, imageDefinition('mysql', engine.architecture).reference)) !== null;

let runs = 0;
async function runScenario(...args: string[]): Promise<{ code: number | null; verdict: Verdict; folder: string }> {
  const folder = join(folders, String(runs++));
  const { code, stdout, stderr } = await lab(['scenario', ...args, '--json', '--quiet', '--out', folder]);
  // stderr says why, where there is no verdict.
  expect({ stdout: stdout.slice(0, 1), stderr: stdout === '' ? stderr : '' }).toEqual({ stdout: '{', stderr: '' });
  return { code, verdict: verdictSchema.parse(JSON.parse(stdout)), folder };
}

/** With what was not confirmed, for whoever reads a failure: the record goes with the test. */
const summary = ({ verdict, reasons, expectations }: Verdict) => ({
  verdict,
  reasons,
  others: expectations
    .filter((each) => each.verdict !== 'confirmed')
    .map(({ id, measured, limit, reason }) => `${id}: ${measured}, limit ${limit}${reason === '' ? '' : ` (${reason})`}`),
});
const confirmed = { verdict: 'confirmed', reasons: [], others: [] };

describe.concurrent('scenarios on a real server', () => {
  test.each([
    'baseline',
    'dns-slow --seed 7',
    'dns-slow --delay-ms 150',
    'dns-slow --delay-ms 1500 --seed 3',
    'dns-dead',
    'fix-hosts-file',
    'extra-port',
    'short-of-cpu',
    'fix-numeric-acl',
    'fix-resolver-cache-stale',
  ])('%s confirms, and leaves nothing behind', async (commandLine) => {
    const { code, verdict, folder } = await runScenario(...commandLine.split(' '));
    expect(summary(verdict)).toEqual(confirmed);
    expect(code).toBe(0);
    expect(await leftOf(engine, readRecord(folder).manifest.runId)).toEqual({ containers: [], networks: [] });
  });

  test.skipIf(!mysqlAtHand).each(['dns-slow', 'fix-numeric-acl', 'admin-thread', 'admin-shared', 'admin-refused'])(
    '%s confirms on MySQL itself (skipped without its image: "npm run images -- build mysql")',
    async (name) => {
      const { verdict, folder } = await runScenario(name, '--server', 'mysql');
      expect(summary(verdict)).toEqual(confirmed);
      const { server } = readRecord(folder).manifest;
      expect(server?.ldd).toMatch(/libwrap\.so\.0 => \//);
      expect(server).toMatchObject({ daemon: 'mysqld', libwrap: true });
    },
  );

  test('dns-slow without its fault is refuted: the scenario can fail', async () => {
    const { code, verdict } = await runScenario('dns-slow', '--fault', 'none');
    expect(code).toBe(1);
    const refuted = verdict.expectations.filter((expectation) => expectation.verdict === 'refuted').map(({ id }) => id);
    expect(refuted).toEqual(expect.arrayContaining(['tcp-stalls', 'accept-queue-grows', 'accept-thread-in-resolver', 'socket-stalls-too']));
    expect(refuted).not.toContain('outsider-stays-out');
  });

  test('the record tells what ran: linkage of the running binary, images, host files, reports', async () => {
    const { folder } = await runScenario('dns-slow', '--rate', '4');
    const { manifest, events, samples } = readRecord(folder);
    expect(manifest.server).toMatchObject({ daemon: 'mariadbd', libwrap: true, variables: { skip_name_resolve: 'ON' } });
    expect(manifest.server?.ldd).toMatch(/libwrap\.so\.0 => \//);
    expect(manifest.server?.libwrapMaps.join()).toContain('libwrap.so');
    expect(manifest.server?.source).toMatch(/^mariadb 1:10\.11\.\d+-\S+$/);
    expect(manifest.server?.version).toMatch(/^10\.11\.\d+-MariaDB$/);
    expect(manifest.images['server']?.id).toMatch(/^sha256:/);
    expect(manifest.host.files['/etc/hosts.allow']).toBe('mariadbd: .app.test\n');
    expect(manifest.ended).toBe('complete');
    expect(events.some((event) => event.kind === 'log' && event.line.includes('ready for connections'))).toBe(true);
    expect(samples.some((sample) => sample.kind === 'canary' && (sample.roundTripMs ?? 0) >= 500)).toBe(true);
    expect(existsSync(join(folder, 'verdict.json'))).toBe(true);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toMatch(/^✔ CONFIRMED {2}dns-slow/);
  });
});
