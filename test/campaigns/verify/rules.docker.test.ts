import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEtc } from '../../../lab/campaigns/verify/read-etc.ts';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { faultSchema } from '../../../lab/faults/index.ts';
import type { Path } from '../../../lab/model/vocabulary.ts';
import { readRecord } from '../../../lab/record/read-record.ts';
import type { ConnectSample } from '../../../lab/record/samples.ts';
import type { Scenario } from '../../../lab/scenario/scenario-schema.ts';
import { lab } from '../../support/lab-process.ts';
import { measureAll } from '../../support/run-scenarios.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-rules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A client that the rules let in, and an outsider in the same network. */
const yaml = [
  'database: { name: db1.corp.example, address: 10.40.0.10 }',
  'clients: [{ name: web-1.corp.example, address: 10.40.1.21 }, { name: web-2.corp.example, address: 10.40.1.22 }]',
  'outsiders: [{ name: build.corp.example, address: 10.40.1.66 }]',
  'load: { ratePerSecond: 10, outsidersPerSecond: 2 }',
  'limits: { greetingP95Ms: 4000 }',
  'timeline: { settleMs: 500, baselineMs: 1500, faultMs: 6000, recoveryMs: 500 }',
  'faults: [none]',
].join('\n');
const numeric = 'ALL: 10.40.1.21 10.40.1.22\n';

function folder(name: string, files: Readonly<Record<string, string>>, more = ''): string {
  const all = {
    'wraplab.yaml': `${yaml}\n${more}\n`,
    'resolv.conf': 'nameserver 10.40.0.53\noptions timeout:1 attempts:1\n',
    'hosts.allow': numeric,
    'hosts.deny': 'ALL: ALL\n',
    'my.cnf': '[mysqld]\nskip_name_resolve = ON\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), text);
  }
  return join(root, name);
}

/** Without a fault, and for a few seconds: the first connects show how libwrap applies the rules. */
function scenarioOf(path: string): Scenario {
  const scenario = asScenario(subjectOf(readEtc(path)), faultSchema.parse({ id: 'none' }));
  return {
    ...scenario,
    timeline: { settleMs: 500, baselineMs: 500, faultMs: 5000, recoveryMs: 500 },
    load: scenario.load.map((stream) => ({ ...stream, arrivals: { process: 'constant', ratePerSecond: 4 } })),
  };
}

/** An unanswered ident then costs 2 or 3 s, by the kernel, instead of two minutes; see tcp(7). */
const patienceMs = 2000;
function withOneRetry(scenario: Scenario): Scenario {
  return { ...scenario, host: { ...scenario.host, sysctls: { 'net.ipv4.tcp_syn_retries': '1' } } };
}

const asksForUser = { 'hosts.allow': 'ALL: app@10.40.1.21 app@10.40.1.22\n' };

const runs: readonly { readonly name: string; readonly scenario: Scenario }[] = [
  {
    name: 'patterns',
    scenario: scenarioOf(
      folder('patterns', {
        'hosts.allow': 'ALL: /etc/mysql/allowed EXCEPT /etc/denied\n',
        'mysql/allowed': '10.40.0. /etc/mysql/more\n',
        'mysql/more': '10.40.1.\n',
        denied: '10.40.1.66\n',
      }),
    ),
  },
  {
    name: 'banners',
    scenario: scenarioOf(
      folder('banners', {
        'hosts.allow': 'ALL: 10.40.1.21 10.40.1.22 : banners /etc/banners\n',
        'banners/mysqld': 'Authorised users only\n',
        'banners/mariadbd': 'Authorised users only\n',
      }),
    ),
  },
  { name: 'tls', scenario: scenarioOf(folder('tls', { 'my.cnf': '[mysqld]\nskip_name_resolve = ON\nrequire_secure_transport = ON\n' })) },
  { name: 'silence', scenario: withOneRetry(scenarioOf(folder('silence', asksForUser))) },
  { name: 'reset', scenario: withOneRetry(scenarioOf(folder('reset', asksForUser, 'ident: reset'))) },
  { name: 'answer', scenario: withOneRetry(scenarioOf(folder('answer', asksForUser, 'ident: answer'))) },
];

test.concurrent('rules that read files, ask for users or send banners, and a server that wants TLS', { timeout: 120_000 }, async () => {
  // Too few connects for a verdict, but each has its outcome.
  const measured = await measureAll(
    runs.map((run) => ({ ...run, isVoid: true })),
    runs.length,
    join(root, 'runs'),
  );
  const connects = (name: string, path: Path = 'tcp') => connectsOf(measured.get(name)?.folder ?? '', path);
  const outcomes = (name: string, path: Path = 'tcp') => [...new Set(connects(name, path).map(({ outcome }) => outcome))];
  expect(runs.map(({ name }) => connects(name).length >= 20)).toEqual(runs.map(() => true));
  expect(Object.fromEntries(['patterns', 'tls', 'answer', 'reset'].map((name) => [name, outcomes(name)]))).toEqual({
    patterns: ['ok'],
    tls: ['ok'],
    answer: ['ok'],
    // A host without ident has no user "app".
    reset: ['refused'],
  });
  expect(outcomes('patterns', 'outsider')).toEqual(['refused']);
  // No client understands what comes before the greeting.
  expect(outcomes('banners')).not.toContain('ok');
  expect(outcomes('banners', 'socket')).toEqual(['ok']);
  const waits = (name: string): number[] =>
    connects(name)
      .flatMap(({ stages: { greeting, refusal, tcpConnected } }) => {
        const decided = greeting ?? refusal;
        return decided === null || tcpConnected === null ? [] : [decided - tcpConnected];
      })
      .toSorted((a, b) => a - b);
  const [silence, reset, answer] = (['silence', 'reset', 'answer'] as const).map(waits);
  expect(silence?.[0]).toBeGreaterThan(patienceMs * 0.95);
  expect(median(reset)).toBeLessThan(patienceMs / 4);
  expect(median(answer)).toBeLessThan(patienceMs / 4);
  const tls = readRecord(measured.get('tls')?.folder ?? '').manifest;
  expect(tls.server?.variables.require_secure_transport).toBe('ON');
  expect(JSON.stringify(tls)).not.toContain('PRIVATE KEY');
});

test.concurrent('commands of rules: what is missing, and how long the accept thread waits for the others', {
  timeout: 120_000,
}, async () => {
  const commands = [
    'ALL: 10.40.1.21 10.40.1.22 : spawn (echo %a | /usr/bin/mail -s %d root) & : spawn /bin/sleep 2',
    'ALL: 10.40.9. : aclexec /bin/test %d = mysqld -o %d = mariadbd\n',
  ].join('\n');
  const out = join(root, 'commands-out');
  const { code, stdout } = await lab(['verify', folder('commands', { 'hosts.allow': commands }), '--out', out, '--quiet']);
  expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringMatching(/✘ +none +✘ .*✘ 0 %/) });
  const missing = '"/usr/bin/mail" is missing in the lab\'s database host';
  for (const text of [stdout, readFileSync(join(out, 'report.md'), 'utf8'), readFileSync(join(out, 'junit.xml'), 'utf8')]) {
    const plain = text.replaceAll(/&quot;|\\/g, (found) => (found === '\\' ? '' : '"')).replaceAll(/&apos;|&#39;/g, "'");
    expect(plain).toMatch(/hosts\.allow:1: warning: spawn: /);
    expect(plain).toContain(missing);
    expect(Number(/hosts\.allow:1: warning: spawn: "\/bin\/sleep 2" took (\d+) ms/.exec(plain)?.[1])).toBeGreaterThanOrEqual(1990);
    expect(plain).toMatch(/hosts\.allow:2: (note|warning): aclexec: "\/bin\/test mariadbd = mysqld -o mariadbd = mariadbd" took (less|\d)/);
  }
});

function connectsOf(folderOfRun: string, path: Path): ConnectSample[] {
  return readRecord(folderOfRun).samples.flatMap((sample) => (sample.kind === 'connect' && sample.path === path ? [sample] : []));
}

function median(sorted: readonly number[] | undefined): number {
  return sorted?.[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
