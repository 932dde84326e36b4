import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newRunId } from '../lab/campaigns/workbench.ts';
import { createNetwork } from '../lab/engine/containers/container-network.ts';
import { subnetsApart } from '../lab/engine/containers/subnets.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { engineUnderTest, leftOf } from './support/left-in-engine.ts';
import { confirmed, inShort, type Measured, measureAll } from './support/run-scenarios.ts';
import { named, wellScenario } from './support/well-network.ts';

const out = mkdtempSync(join(tmpdir(), 'wraplab-network-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const engine = await engineUnderTest();

const seventeenToThirtyOne = Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.40`);
const sixteenth = Array.from({ length: 16 }, (_, index) => `192.168.${16 * index}.40`);
const gatewayAndBroadcast = ['172.18.0.1', '172.18.255.255'];
const uniqueLocal = ['fd00::40', 'fd12:3456::1', 'fdff:ffff::2'];

/** Addresses from every range that engines take subnets from by default, as if they were the user's own. */
const engineRanges = wellScenario({
  address: '172.19.7.7',
  secondAddress: 'fd00:7::7',
  nameserver: '172.17.0.1',
  clients: named('corp.example', [...seventeenToThirtyOne, ...sixteenth, ...gatewayAndBroadcast, ...uniqueLocal]),
  outsiders: named('example.org', ['172.20.0.2', '192.168.0.1', 'fd00::1']),
  allow: `${[...seventeenToThirtyOne, ...sixteenth, ...gatewayAndBroadcast].join(' ')} ${uniqueLocal.map((each) => `[${each}]`).join(' ')}`,
  clientsPerSecond: 40,
});

let measured: ReadonlyMap<string, Measured>;
beforeAll(async () => {
  const runs = [{ name: 'engine ranges', scenario: engineRanges }];
  measured = await measureAll(runs, runs.length, out);
}, 150_000);

function recordOf(name: string) {
  const { verdict, folder } = measured.get(name) ?? expect.fail(`${name} was not run`);
  const { samples } = readRecord(folder);
  return { verdict, samples };
}

test('clients, the database host and its nameserver may have any address, also from the ranges that engines use', () => {
  const { verdict, samples } = recordOf('engine ranges');
  expect(inShort(verdict)).toEqual(confirmed);
  const tried = new Set(samples.flatMap((sample) => (sample.kind === 'connect' ? [sample.source] : [])));
  const everybody = [engineRanges.clients.tcp, engineRanges.clients.outsider].flatMap((clients) => ('count' in clients ? [] : clients));
  expect(everybody.filter(({ address }) => !tried.has(address))).toEqual([]);
});

test('the network of a run does not take a subnet that another network has', async () => {
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
