import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageId } from '../lab/engine/images/ensure-image.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { mysql } from '../lab/servers/mysql.ts';
import { engineUnderTest, leftOf } from './support/left-in-engine.ts';
import { confirmed, inShort, type Measured, measureAll, type ToMeasure } from './support/run-scenarios.ts';
import { runScenario } from './support/scenario-files.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const engine = await engineUnderTest();
const mysqlAtHand = (await imageId(engine, imageDefinition('mysql', engine.architecture).reference)) !== null;

/** The longest come first, so that they share a wave. */
const onMariadb: readonly ToMeasure[] = [
  ...['queue-overflow', 'dns-dead', 'fix-hosts-file', 'fix-numeric-acl', 'fix-resolver-cache-stale'].map((scenario) => ({
    name: scenario,
    scenario,
  })),
  { name: 'dns-slow with seed 7', scenario: 'dns-slow', overrides: { seed: 7 } },
  { name: 'dns-slow by 150 ms', scenario: 'dns-slow', overrides: { delayMs: 150 } },
  { name: 'dns-slow by 1500 ms', scenario: 'dns-slow', overrides: { delayMs: 1500, ratePerSecond: 3, seed: 3 } },
  ...['extra-port', 'short-of-cpu'].map((scenario) => ({ name: scenario, scenario })),
];
const onMysql: readonly ToMeasure[] = ['fix-numeric-acl', 'dns-slow', 'admin-thread', 'admin-shared', 'admin-refused'].map((scenario) => ({
  name: `${scenario} on MySQL`,
  scenario,
  server: mysql,
}));
const names = (list: readonly ToMeasure[]): string[] => list.map(({ name }) => name);
/** Each has about ten clients a second, and thirty at most. */
const atATime = 7;

describe('scenarios on a real server', () => {
  let measured: ReadonlyMap<string, Measured>;
  beforeAll(async () => {
    const [first, ...others] = onMysql;
    const long = [...onMariadb.slice(0, 5), ...(first === undefined || !mysqlAtHand ? [] : [first])];
    measured = await measureAll([...long, ...onMariadb.slice(5), ...(mysqlAtHand ? others : [])], atATime, folders);
  }, 600_000);
  const of = (name: string): Measured => measured.get(name) ?? expect.fail('it was not run');

  test.each(names(onMariadb))('%s is confirmed, and leaves nothing behind', async (name) => {
    const { verdict, folder } = of(name);
    expect(inShort(verdict)).toEqual(confirmed);
    expect(await leftOf(engine, readRecord(folder).manifest.runId)).toEqual({ containers: [], networks: [] });
  });

  test.skipIf(!mysqlAtHand).each(names(onMysql))('%s is confirmed (skipped without its image: "npm run images -- build mysql")', (name) => {
    const { verdict, folder } = of(name);
    expect(inShort(verdict)).toEqual(confirmed);
    const { server } = readRecord(folder).manifest;
    expect(server?.ldd).toMatch(/libwrap\.so\.0 => \//);
    expect(server).toMatchObject({ daemon: 'mysqld', libwrap: true });
  });
});

describe.concurrent('scenarios on the command line', () => {
  test('the exit code is the verdict, and nothing is left behind', async () => {
    const { code, verdict, folder } = await runScenario(join(folders, 'baseline'), 'baseline');
    expect(inShort(verdict)).toEqual(confirmed);
    expect(code).toBe(0);
    expect(await leftOf(engine, readRecord(folder).manifest.runId)).toEqual({ containers: [], networks: [] });
  });

  test('dns-slow without its fault is refuted: the scenario can fail', async () => {
    const { code, verdict } = await runScenario(join(folders, 'no-fault'), 'dns-slow', '--fault', 'none');
    expect(code).toBe(1);
    const refuted = verdict.expectations.filter((expectation) => expectation.verdict === 'refuted').map(({ id }) => id);
    expect(refuted).toEqual(expect.arrayContaining(['tcp-stalls', 'accept-queue-grows', 'accept-thread-in-resolver', 'socket-stalls-too']));
    expect(refuted).not.toContain('outsider-stays-out');
  });

  test('the record says what ran: linkage of the running program, images, host files, reports', async () => {
    const { folder } = await runScenario(join(folders, 'recorded'), 'dns-slow', '--rate', '4');
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
