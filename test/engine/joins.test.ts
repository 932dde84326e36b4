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
  test('the database host has all clients and outsiders behind one next hop, and everything else on the link', () => {
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

  test('the clients have the database host behind one, at both its addresses', () => {
    const { clients, database } = joins({ host: { ...incidentHost, secondAddress: 'fd00:1::1' } });
    expect(clients.nextHop).toEqual({
      addresses: ['192.0.0.8', 'fe80::8'],
      linkAddress: database.linkAddress,
      underlay: '100.64.0.2',
      prefixes: ['198.18.0.10/32', 'fd00:1::1/128'],
    });
    expect(database.nextHop?.linkAddress).toBe(clients.linkAddress);
  });

  test('of a host on a closed network, only those have a route that may reach it, and the nameservers', () => {
    const { database } = joins({
      clients: { tcp: named('10.0.0.2', '10.0.0.3'), outsider: named('10.9.9.9') },
      host: { ...incidentHost, reachableFrom: ['10.0.0.2', '10.0.0.3', '10.7.7.7'] },
    });
    expect(database.nextHop?.prefixes).toEqual(['10.0.0.2/31']);
    expect(database.onLink).toEqual(['10.7.7.7', incidentNetwork.nameserver, incidentNetwork.secondNameserver]);
  });

  test('the next hop’s name is another one where the plan has that address', () => {
    const taken = joins({ nameserver: '192.0.0.8', clients: { tcp: named('192.0.0.9', 'fe80::0:8'), outsider: named('10.9.9.9') } });
    expect(taken.database.nextHop?.addresses).toEqual(['192.0.0.10', 'fe80::9']);
  });

  test('nameservers have everybody on the link, and one peer where one container has them all', () => {
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
