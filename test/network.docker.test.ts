import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressAfter, isIPv6, type NamedHost } from '../lab/addresses.ts';
import { parseScenario } from '../lab/catalog.ts';
import { newRunId } from '../lab/cli/workbench.ts';
import { execIn } from '../lab/engine/exec.ts';
import type { RunningHosts } from '../lab/engine/hosts.ts';
import { createNetwork } from '../lab/engine/network.ts';
import { subnetsApart } from '../lab/engine/subnets.ts';
import { readRecord } from '../lab/record.ts';
import type { Scenario } from '../lab/scenario.ts';
import { engineUnderTest, leftOf } from './engine/left.ts';
import { confirmed, inShort, type Measured, measureAll } from './measured.ts';

const out = mkdtempSync(join(tmpdir(), 'wraplab-network-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const engine = await engineUnderTest();

interface Network {
  readonly address: string;
  readonly secondAddress: string;
  readonly nameserver: string;
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  /** The ACL's rule for the clients. */
  readonly allow: string;
  readonly clientsPerSecond: number;
}

/** Nothing is wrong, and the ACL is numeric: every client gets in, every outsider is turned away. */
function wellScenario({ address, secondAddress, nameserver, clients, outsiders, allow, clientsPerSecond }: Network): Scenario {
  const every = { phase: 'all', atLeast: 100 } as const;
  return parseScenario('a network', {
    title: 'every client gets in',
    story: 'for tests',
    nameserver,
    clients: { tcp: clients, outsider: outsiders },
    host: {
      name: 'db1.corp.example',
      address,
      secondAddress,
      files: {
        '/etc/hosts.allow': `{daemon}: ${allow}\n`,
        '/etc/hosts.deny': 'ALL: ALL\n',
        '/etc/resolv.conf': `nameserver ${nameserver}\n`,
      },
      serverOptions: { skip_name_resolve: 'ON', max_connections: '1000' },
      sysctls: {},
    },
    fault: { id: 'none' },
    load: [
      { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: clientsPerSecond }, connectTimeoutMs: 5000 },
      { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: clientsPerSecond / 4 }, connectTimeoutMs: 5000 },
    ],
    timeline: { settleMs: 500, baselineMs: 1500, faultMs: 6000, recoveryMs: 500 },
    readingIntervalMs: 1000,
    lagBudgetMs: 2000,
    expectations: [
      { id: 'in', text: 'clients get in', measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' }, ...every },
      { id: 'out', text: 'outsiders do not', measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' }, ...every },
    ],
  });
}

const named = (domain: string, addresses: readonly string[]): NamedHost[] =>
  addresses.map((address, index) => ({ name: `host-${index + 1}.${domain}`, address }));
const consecutive = (first: string, count: number) => Array.from({ length: count }, (_, index) => addressAfter(first, index));

const seventeenToThirtyOne = Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.40`);
const sixteenth = Array.from({ length: 16 }, (_, index) => `192.168.${16 * index}.40`);
const gatewayAndBroadcast = ['172.18.0.1', '172.18.255.255'];
const uniqueLocal = ['fd00::40', 'fd12:3456::1', 'fdff:ffff::2'];

/** All that engines draw their subnets from by default, as somebody's own addresses. */
const engineRanges = wellScenario({
  address: '172.19.7.7',
  secondAddress: 'fd00:7::7',
  nameserver: '172.17.0.1',
  clients: named('corp.example', [...seventeenToThirtyOne, ...sixteenth, ...gatewayAndBroadcast, ...uniqueLocal]),
  outsiders: named('example.org', ['172.20.0.2', '192.168.0.1', 'fd00::1']),
  allow: `${[...seventeenToThirtyOne, ...sixteenth, ...gatewayAndBroadcast].join(' ')} ${uniqueLocal.map((each) => `[${each}]`).join(' ')}`,
  clientsPerSecond: 40,
});

const half = 2048;
const eightThousand = (domain: string) =>
  wellScenario({
    address: '10.11.0.10',
    secondAddress: 'fd00:11::10',
    nameserver: '10.11.0.53',
    clients: named(domain, [...consecutive('10.20.0.1', half), ...consecutive('fd00:20::1', half)]),
    outsiders: named('example.org', [...consecutive('10.21.0.1', half), ...consecutive('fd00:21::1', half)]),
    allow: '10.20. [fd00:20::]/32',
    clientsPerSecond: 120,
  });

/** Entries of the neighbour tables of the database host and of the clients' host, by run. */
const neighbours = new Map<string, readonly number[]>();
const countNeighbours =
  (run: string) =>
  async ({ containers }: RunningHosts): Promise<void> => {
    const inside = containers.filter(({ role }) => role === 'watch' || role === 'clients');
    const tables = await Promise.all(inside.map(({ id }) => execIn(engine, id, ['sh', '-c', 'ip -4 neigh show; ip -6 neigh show'])));
    neighbours.set(
      run,
      tables.map((table) => table.trim().split('\n').length),
    );
  };

let measured: ReadonlyMap<string, Measured>;
beforeAll(async () => {
  const runs = [
    { name: 'engine ranges', scenario: engineRanges },
    ...['first.example', 'second.example'].map((name) => ({ name, scenario: eightThousand(name), look: countNeighbours(name) })),
  ];
  measured = await measureAll(runs, runs.length, out);
}, 150_000);

function recordOf(name: string) {
  const { verdict, folder } = measured.get(name) ?? expect.fail(`${name} was not run`);
  const { samples } = readRecord(folder);
  return { verdict, samples };
}

test('clients, the database host and its nameserver may have any address of those that engines draw from', () => {
  const { verdict, samples } = recordOf('engine ranges');
  expect(inShort(verdict)).toEqual(confirmed);
  const tried = new Set(samples.flatMap((sample) => (sample.kind === 'connect' ? [sample.source] : [])));
  const everybody = [engineRanges.clients.tcp, engineRanges.clients.outsider].flatMap((clients) => ('count' in clients ? [] : clients));
  expect(everybody.filter(({ address }) => !tried.has(address))).toEqual([]);
});

test.each(['first.example', 'second.example'])('of thousands of clients everyone gets in, beside another run with as many: %s', (name) => {
  const { verdict, samples } = recordOf(name);
  expect(inShort(verdict)).toEqual(confirmed);
  const sources = [...new Set(samples.flatMap((sample) => (sample.kind === 'connect' && sample.source !== null ? [sample.source] : [])))];
  // Each family alone is more than the kernel's neighbour table has room for, the runs together.
  expect([sources.filter(isIPv6), sources.filter((source) => !isIPv6(source))].map(({ length }) => length > 512)).toEqual([true, true]);
  const [database = 0, clients = 0] = neighbours.get(name) ?? [];
  expect({ database: database > 0 && database < 30, clients: clients > 0 && clients < 30, neighbours: neighbours.get(name) }).toMatchObject(
    {
      database: true,
      clients: true,
    },
  );
});

test('a subnet that another network has is left to it', async () => {
  const runId = newRunId();
  const [drawn = '', next] = [...subnetsApart(runId, []).take(2)];
  const foreign = await engine.docker.createNetwork({
    Name: `not-the-labs-${runId}`,
    Internal: true,
    IPAM: { Config: [{ Subnet: drawn }] },
  });
  try {
    await using network = await createNetwork(engine, runId, false, []);
    const { IPAM } = await engine.docker.getNetwork(network.name).inspect();
    expect(IPAM?.Config?.map(({ Subnet }) => Subnet)).toEqual([next]);
  } finally {
    await foreign.remove();
  }
  expect(await leftOf(engine, runId)).toEqual({ containers: [], networks: [] });
});
