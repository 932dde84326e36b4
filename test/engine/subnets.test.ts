import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { subnetsApart } from '../../lab/engine/containers/subnets.ts';
import { planAddresses } from '../../lab/engine/hosts/plan-addresses.ts';
import { addressAfter } from '../../lab/network/addresses.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import { incidentHost, incidentNetwork } from '../../lab/scenario/presets/incident.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { smallScenario } from '../support/recorded-run.ts';

const first = (runId: string, addresses: readonly string[] = [], within?: readonly string[]) =>
  subnetsApart(runId, addresses, within).next().value ?? 'none';
const sixteen = ['10.9.8.0/24'];

describe('the subnet of the engine network', () => {
  test('has 16 addresses of a private range, and differs from run to run', () => {
    const drawn = Array.from({ length: 200 }, (_, index) => first(`run-${index}`));
    expect(new Set(drawn).size).toBeGreaterThan(195);
    for (const subnet of drawn) {
      const [network, length] = ipaddr.IPv4.parseCIDR(subnet);
      expect({ length, kind: network.range() }).toEqual({ length: 28, kind: 'carrierGradeNat' });
      expect(ipaddr.IPv4.networkAddressFromCIDR(subnet).toString()).toBe(network.toString());
    }
  });

  test('is the same for the same run, and alternates between the ranges', () => {
    const drawn = [...subnetsApart('93f6e82a', []).take(6)];
    expect([...subnetsApart('93f6e82a', []).take(6)]).toEqual(drawn);
    const kinds = drawn.map((subnet) => (subnet.startsWith('100.') ? 'carrier' : subnet.startsWith('10.') ? '10' : '172'));
    expect(kinds).toEqual(['carrier', '10', '172', 'carrier', '10', '172']);
  });

  test.each([0, 1, 2, 7, 14, 15])(
    'is a different one if it contains an address of the plan, at position %d: network, gateway, host or broadcast',
    (steps) => {
      const drawn = first('a-run');
      const address = addressAfter(drawn.replace('/28', ''), steps);
      expect(first('a-run', [address])).not.toBe(drawn);
      expect(first('a-run', [`::ffff:${address}`])).not.toBe(drawn);
    },
  );

  test('is the only one that a plan leaves free, or none if it leaves none', () => {
    const all = [...subnetsApart('a-run', [], sixteen)].toSorted();
    expect(new Set(all).size).toBe(16);
    const blocks = Array.from({ length: 16 }, (_, index) => addressAfter('10.9.8.0', 16 * index + (index % 16)));
    for (const [index, block] of blocks.entries()) {
      const others = blocks.filter((each) => each !== block);
      expect([...subnetsApart('a-run', others, sixteen)]).toEqual([`${addressAfter('10.9.8.0', 16 * index)}/28`]);
    }
    expect([...subnetsApart('a-run', blocks, sixteen)]).toEqual([]);
  });

  test('comes from another range when one is exhausted', () => {
    const left = [...subnetsApart('a-run', ['10.9.9.1'], ['10.9.9.0/28', '10.9.8.0/24'])];
    expect(left).toHaveLength(16);
  });

  test('does not depend on IPv6 addresses', () => {
    expect(first('a-run', ['fd00::1', '2001:db8::1'])).toBe(first('a-run'));
  });

  test('avoids every address of a plan: hosts, clients, nameservers, the lab’s own, and those that only files name', () => {
    const plan = makePlan(
      'x',
      scenarioSchema.parse(
        smallScenario({
          ...incidentNetwork,
          secondNameserver: '198.18.0.54',
          otherNameservers: [{ address: '10.1.1.53', suffersFault: false }],
          host: {
            ...incidentHost,
            secondAddress: 'fd00::10',
            files: { ...incidentHost.files, '/etc/resolv.conf': 'nameserver 100.64.0.9\nnameserver 100.64.0.25 # dead\n' },
            reachableFrom: ['10.2.2.2'],
            accountHosts: ['10.3.3.3'],
            firewall: 'table ip x { set y { elements = { 10.4.4.4 } } }',
          },
        }),
      ),
      mariadb,
    );
    const own = [incidentHost.address, 'fd00::10', incidentNetwork.nameserver, '198.18.0.54', '10.1.1.53', '192.0.2.1'];
    const others = ['100.64.0.9', '100.64.0.25', '10.2.2.2', '10.3.3.3', '10.4.4.4'];
    const around = [...plan.clients, ...plan.outsiders].map(({ address }) => address);
    expect(planAddresses(plan)).toEqual(expect.arrayContaining([...own, ...others, ...around]));
  });
});
