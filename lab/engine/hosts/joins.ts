import type { Parameters } from '../../agents/protocol.ts';
import { hostAddresses } from '../../model/database-host.ts';
import { addressAfter, canonicalAddress } from '../../network/addresses.ts';
import { coveringPrefixes } from '../../network/prefixes.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameserversOf } from '../../scenario/nameservers.ts';
import { planAddresses } from './plan-addresses.ts';

/** How a host joins the run's network. */
export type Join = Parameters<'dns', 'joinNetwork'>;

type PlanPart = Pick<Plan, 'scenario' | 'host' | 'clients' | 'outsiders'>;

/** The containers' addresses on the engine's network. */
type Underlays = Readonly<Record<'database' | 'dns' | 'honestDns' | 'clients', string>>;

/** MAC addresses on the run's own link, for hosts that know each other in advance. Locally administered, and the same in every run. */
const linkAddresses = { database: '02:00:00:00:00:01', clients: '02:00:00:00:00:02' } as const;

/**
 * Addresses of the next hop in the hosts' own tables; no packet carries them. No host has the "IPv4 dummy address" (RFC 7600), and no host of
 * a plan can use a link-local one. If a plan uses such an address nevertheless, the following one is taken.
 */
const nextHopAddresses = ['192.0.0.8', 'fe80::8'] as const;

/**
 * How database host and clients join the run's network. The database host reaches all clients through one next hop, and the clients reach
 * the database host through another. With an entry for each client they would fill the kernel's neighbour table, which all namespaces of a
 * machine share. Everything else, above all the nameservers, is on the link and answers for its own address.
 */
export function joinsOfEnds(plan: PlanPart, underlays: Underlays): Readonly<Record<'database' | 'clients', Join>> {
  const { host } = plan;
  const clientAddresses = [...plan.clients, ...plan.outsiders].map(({ address }) => address);
  const nextHop = (to: keyof typeof linkAddresses, addresses: readonly string[]): Join['nextHop'] => ({
    addresses: freeNextHops(plan),
    linkAddress: linkAddresses[to],
    underlay: underlays[to],
    prefixes: coveringPrefixes(addresses),
  });
  const isClient = isOneOf(clientAddresses);
  const reachable = host.reachableFrom ?? clientAddresses;
  const others = reachable.filter((address) => !isClient(address));
  return {
    database: {
      ...joinOnLink(hostAddresses(host), underlays, 'database'),
      linkAddress: linkAddresses.database,
      nextHop: nextHop('clients', reachable.filter(isClient)),
      onLink: host.reachableFrom === undefined ? null : [...others, ...nameserversOf(plan.scenario).map(({ address }) => address)],
    },
    clients: {
      ...joinOnLink(clientAddresses, underlays, 'clients'),
      linkAddress: linkAddresses.clients,
      nextHop: nextHop('database', hostAddresses(host)),
    },
  };
}

/** The join of a host that has every other host on the link, such as a nameserver. */
export function joinOnLink(addresses: readonly string[], underlays: Underlays, own: keyof Underlays): Join {
  const underlay = underlays[own];
  return {
    addresses: [...addresses],
    underlay,
    peers: [...new Set(Object.values(underlays))].filter((peer) => peer !== underlay),
    linkAddress: null,
    nextHop: null,
    onLink: null,
  };
}

function freeNextHops(plan: PlanPart): string[] {
  const isTaken = isOneOf(planAddresses(plan));
  const freeFrom = (address: string): string => (isTaken(address) ? freeFrom(addressAfter(address, 1)) : address);
  return nextHopAddresses.map(freeFrom);
}

function isOneOf(addresses: readonly string[]): (address: string) => boolean {
  const known = new Set(addresses.map(canonicalAddress));
  return (address) => known.has(canonicalAddress(address));
}
