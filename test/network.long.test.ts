import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execIn } from '../lab/engine/containers/exec.ts';
import type { RunningHosts } from '../lab/engine/hosts/start-hosts.ts';
import { isIPv6 } from '../lab/network/addresses.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { engineUnderTest } from './support/left-in-engine.ts';
import { confirmed, inShort, type Measured, measureAll } from './support/run-scenarios.ts';
import { consecutive, named, wellScenario } from './support/well-network.ts';

const out = mkdtempSync(join(tmpdir(), 'wraplab-network-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const engine = await engineUnderTest();

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

/** Entries in the neighbour tables of the database host and of the clients' host, by run. */
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
    ...['first.example', 'second.example'].map((name) => ({ name, scenario: eightThousand(name), look: countNeighbours(name) })),
  ];
  measured = await measureAll(runs, runs.length, out);
}, 150_000);

function recordOf(name: string) {
  const { verdict, folder } = measured.get(name) ?? expect.fail(`${name} was not run`);
  const { samples } = readRecord(folder);
  return { verdict, samples };
}

test.each(['first.example', 'second.example'])('all of thousands of clients get in, beside another run with as many: %s', (name) => {
  const { verdict, samples } = recordOf(name);
  const notRefused = samples.filter((each) => each.kind === 'connect' && each.path === 'outsider' && each.outcome !== 'refused');
  expect(notRefused.slice(0, 3)).toEqual([]);
  expect(inShort(verdict)).toEqual(confirmed);
  const sources = [...new Set(samples.flatMap((sample) => (sample.kind === 'connect' && sample.source !== null ? [sample.source] : [])))];
  // Together the two runs have more sources of each family than the kernel's neighbour table can hold.
  expect([sources.filter(isIPv6), sources.filter((source) => !isIPv6(source))].map(({ length }) => length > 512)).toEqual([true, true]);
  const [database = 0, clients = 0] = neighbours.get(name) ?? [];
  expect({ database: database > 0 && database < 30, clients: clients > 0 && clients < 30, neighbours: neighbours.get(name) }).toMatchObject(
    {
      database: true,
      clients: true,
    },
  );
});
