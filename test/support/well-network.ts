import { addressAfter, type NamedHost } from '../../lab/network/addresses.ts';
import { parseScenario } from '../../lab/scenario/catalog.ts';
import type { Scenario } from '../../lab/scenario/scenario-schema.ts';

export interface Network {
  readonly address: string;
  readonly secondAddress: string;
  readonly nameserver: string;
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  /** The ACL's rule for the clients. */
  readonly allow: string;
  readonly clientsPerSecond: number;
}

/** Nothing is wrong and the ACL is numeric: every client gets in, and every outsider is turned away. */
export function wellScenario({ address, secondAddress, nameserver, clients, outsiders, allow, clientsPerSecond }: Network): Scenario {
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

export const named = (domain: string, addresses: readonly string[]): NamedHost[] =>
  addresses.map((address, index) => ({ name: `host-${index + 1}.${domain}`, address }));
export const consecutive = (first: string, count: number) => Array.from({ length: count }, (_, index) => addressAfter(first, index));
