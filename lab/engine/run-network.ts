import { addressAfter, canonicalAddress, type NamedHost } from '../addresses.ts';
import type { Agents } from '../agents/handle.ts';
import type { Parameters } from '../agents/protocol.ts';
import { canaryHosts } from '../canary.ts';
import { hostAddresses } from '../host.ts';
import type { Plan } from '../plan.ts';
import { coveringPrefixes } from '../prefixes.ts';
import type { RunningContainer } from './container.ts';
import { nameservers, planAddresses } from './plan-addresses.ts';

const dnsPort = 53;

/** What the database host and the clients' have on the run's link, so that each can know the other's beforehand. Locally administered. */
const linkAddresses = { database: '02:00:00:00:00:01', clients: '02:00:00:00:00:02' } as const;

/**
 * Names of next hops in a host's own tables; in no packet. "IPv4 dummy address" (RFC 7600), which no host has, and a link-local one, which
 * no host of a plan can use: the next free ones, all the same.
 */
const nextHopAddresses = ['192.0.0.8', 'fe80::8'] as const;

type Join = Parameters<'dns', 'joinNetwork'>;

/**
 * Puts every host on the scenario's own network, at its own addresses. The database host knows all clients behind one next hop, and the
 * clients the database host: thousands of them would fill the kernel's neighbour table, of which there is one for all namespaces of the
 * machine. The nameservers are on the link, and answer for their addresses themselves.
 */
export async function joinAll(
  plan: Plan,
  agents: Agents,
  containers: Readonly<Record<'database' | 'dns' | 'honestDns' | 'clients', RunningContainer>>,
): Promise<void> {
  const underlays = [...new Set(Object.values(containers).map(({ address }) => address))];
  const join = (addresses: readonly string[], { address: underlay }: RunningContainer): Join => ({
    addresses: [...addresses],
    underlay,
    peers: underlays.filter((address) => address !== underlay),
    linkAddress: null,
    nextHop: null,
    onLink: null,
  });
  const taken = new Set(planAddresses(plan).map(canonicalAddress));
  const gateways = nextHopAddresses.map((address) => firstFree(address, taken));
  const behind = (to: keyof typeof linkAddresses, addresses: readonly string[]): Join['nextHop'] => ({
    addresses: gateways,
    linkAddress: linkAddresses[to],
    underlay: containers[to].address,
    prefixes: coveringPrefixes(addresses),
  });
  const clientAddresses = [...plan.clients, ...plan.outsiders].map(({ address }) => address);
  const { reachableFrom } = plan.host;
  const routed = splitBy(reachableFrom ?? clientAddresses, new Set(clientAddresses.map(canonicalAddress)));
  const database: Join = {
    ...join(hostAddresses(plan.host), containers.database),
    linkAddress: linkAddresses.database,
    nextHop: behind('clients', routed.within),
    onLink: reachableFrom === undefined ? null : [...routed.outside, ...nameservers(plan).map(({ address }) => address)],
  };
  const clients: Join = {
    ...join(clientAddresses, containers.clients),
    linkAddress: linkAddresses.clients,
    nextHop: behind('database', hostAddresses(plan.host)),
  };
  await Promise.all([
    agents.watch.request('joinNetwork', database),
    ...nameserverHosts(plan, agents, containers).map(({ agent, container, addresses }) =>
      agent.request('joinNetwork', join(addresses, container)),
    ),
    agents.clients.request('joinNetwork', clients),
  ]);
}

function splitBy(addresses: readonly string[], known: ReadonlySet<string>) {
  const isKnown = (address: string): boolean => known.has(canonicalAddress(address));
  return { within: addresses.filter(isKnown), outside: addresses.filter((address) => !isKnown(address)) };
}

function firstFree(address: string, taken: ReadonlySet<string>): string {
  return taken.has(address) ? firstFree(addressAfter(address, 1), taken) : address;
}

/** Each host with nameservers, and their addresses. */
function nameserverHosts(plan: Plan, agents: Agents, containers: Readonly<Record<'dns' | 'honestDns', RunningContainer>>) {
  const all = nameservers(plan);
  const addressesOf = (some: typeof all): string[] => some.map(({ address }) => address);
  return agents.dns === agents.honestDns
    ? [{ agent: agents.dns, container: containers.dns, addresses: addressesOf(all) }]
    : [
        { agent: agents.dns, container: containers.dns, addresses: addressesOf(all.filter(({ suffersFault }) => suffersFault)) },
        {
          agent: agents.honestDns,
          container: containers.honestDns,
          addresses: addressesOf(all.filter(({ suffersFault }) => !suffersFault)),
        },
      ];
}

/** The zone at every nameserver's address: at some with the scenario's fault, at the others honestly. */
export async function serveZone(plan: Plan, agents: Agents): Promise<void> {
  const common = { port: dnsPort, ttlSeconds: plan.scenario.recordTtlSeconds, zone: zone(plan) };
  for (const { address, suffersFault } of nameservers(plan)) {
    await (suffersFault ? agents.dns : agents.honestDns).request('serve', { ...common, address, faults: suffersFault });
  }
}

function zone({ clients, outsiders, host, scenario }: Plan): (NamedHost & { readonly outsider: boolean })[] {
  const ownAddresses = hostAddresses(host).map((address) => ({ name: host.name, address }));
  return [
    ...[...clients, ...ownAddresses].map((known) => ({ ...known, outsider: false })),
    ...outsiders.map((known) => ({ ...known, outsider: true })),
    ...canaryHosts(scenario.nameserver),
  ];
}
