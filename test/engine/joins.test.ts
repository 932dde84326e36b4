import { describe, expect, test } from 'vitest';
import { joinOnLink, joinsOfEnds } from '../../lab/engine/hosts/joins.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import { incidentHost, incidentNetwork } from '../../lab/scenario/presets/incident.ts';
import { type ScenarioInput, scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { smallScenario } from '../support/recorded-run.ts';

const underlays = { database: '100.64.0.2', dns: '100.64.0.3', honestDns: '100.64.0.3', clients: '100.64.0.4' };

const joins = (change: Partial<ScenarioInput> = {}) => {
  const scenario = scenarioSchema.parse(smallScenario({ ...incidentNetwork, ...change }));
  return joinsOfEnds(makePlan('x', scenario, mariadb), underlays);
};

const named = (...addresses: string[]) => addresses.map((address, index) => ({ name: `host-${index}.${address.length}.test`, address }));

describe('how database host and clients join the run’s network', () => {
  test('the database host reaches all clients and outsiders through one next hop, and has everything else on the link', () => {
    const { database } = joins({
      clients: { tcp: named('10.0.0.2', '10.0.0.3', 'fd00::1'), outsider: named('10.9.9.9') },
      host: { ...incidentHost, secondAddress: 'fd00:1::1' },
    });
    expect(database).toEqual({
      addresses: [incidentHost.address, 'fd00:1::1'],
      underlay: '100.64.0.2',
      peers: ['100.64.0.3', '100.64.0.4'],
      linkAddress: '02:00:00:00:00:01',
      nextHop: {
        addresses: ['192.0.0.8', 'fe80::8'],
        linkAddress: '02:00:00:00:00:02',
        underlay: '100.64.0.4',
        prefixes: ['10.0.0.2/31', '10.9.9.9/32', 'fd00::1/128'],
      },
      onLink: null,
    });
  });

  test('the clients reach the database host through one next hop, at both its addresses', () => {
    const { clients, database } = joins({ host: { ...incidentHost, secondAddress: 'fd00:1::1' } });
    expect(clients.nextHop).toEqual({
      addresses: ['192.0.0.8', 'fe80::8'],
      linkAddress: database.linkAddress,
      underlay: '100.64.0.2',
      prefixes: ['198.18.0.10/32', 'fd00:1::1/128'],
    });
    expect(database.nextHop?.linkAddress).toBe(clients.linkAddress);
  });

  test('a host on a closed network has routes only to the addresses that may reach it, and to the nameservers', () => {
    const { database } = joins({
      clients: { tcp: named('10.0.0.2', '10.0.0.3'), outsider: named('10.9.9.9') },
      host: { ...incidentHost, reachableFrom: ['10.0.0.2', '10.0.0.3', '10.7.7.7'] },
    });
    expect(database.nextHop?.prefixes).toEqual(['10.0.0.2/31']);
    expect(database.onLink).toEqual(['10.7.7.7', incidentNetwork.nameserver, incidentNetwork.secondNameserver]);
  });

  test('the next hop gets another address if the plan uses its usual one', () => {
    const taken = joins({ nameserver: '192.0.0.8', clients: { tcp: named('192.0.0.9', 'fe80::0:8'), outsider: named('10.9.9.9') } });
    expect(taken.database.nextHop?.addresses).toEqual(['192.0.0.10', 'fe80::9']);
  });

  test('nameservers have every host on the link, and one peer fewer when one container has all of them', () => {
    expect(joinOnLink(['10.0.0.53'], underlays, 'dns')).toEqual({
      addresses: ['10.0.0.53'],
      underlay: '100.64.0.3',
      peers: ['100.64.0.2', '100.64.0.4'],
      linkAddress: null,
      nextHop: null,
      onLink: null,
    });
  });
});
