import type { NamedHost } from '../addresses.ts';
import type { Agents } from '../agents/handle.ts';
import type { Parameters } from '../agents/protocol.ts';
import { controlHosts } from '../control-hosts.ts';
import { hostAddresses } from '../host.ts';
import type { Plan } from '../plan.ts';
import type { Scenario } from '../scenario.ts';
import type { RunningContainer } from './container.ts';

const dnsPort = 53;

/** Puts every host on the scenario's own network, at its own addresses. */
export async function joinAll(
  plan: Plan,
  agents: Agents,
  containers: Readonly<Record<'database' | 'dns' | 'honestDns' | 'clients', RunningContainer>>,
): Promise<void> {
  const underlays = [...new Set(Object.values(containers).map(({ address }) => address))];
  const join = (addresses: readonly string[], { address: underlay }: RunningContainer, routesTo: readonly string[] | null = null) => ({
    addresses: [...addresses],
    underlay,
    routesTo: routesTo === null ? null : [...routesTo],
    peers: underlays.filter((address) => address !== underlay),
  });
  const { reachableFrom } = plan.host;
  const routesToFew = reachableFrom === undefined ? null : [...reachableFrom, ...nameservers(plan).map(({ address }) => address)];
  const clientAddresses = [...plan.clients, ...plan.outsiders].map(({ address }) => address);
  await Promise.all([
    agents.watch.request('joinNetwork', join(hostAddresses(plan.host), containers.database, routesToFew)),
    ...nameserverHosts(plan, agents, containers).map(({ agent, container, addresses }) =>
      agent.request('joinNetwork', join(addresses, container)),
    ),
    agents.clients.request('joinNetwork', join(clientAddresses, containers.clients)),
  ]);
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

/** All nameservers of the scenario, the one with the fault first. */
export function nameservers({ scenario }: Plan): Scenario['otherNameservers'] {
  const { nameserver, secondNameserver, otherNameservers } = scenario;
  return [
    { address: nameserver, suffersFault: true },
    ...(secondNameserver === undefined ? [] : [{ address: secondNameserver, suffersFault: false }]),
    ...otherNameservers,
  ];
}

function zone({ clients, outsiders, host, scenario }: Plan): ZoneHost[] {
  const { known, stranger } = controlHosts(scenario);
  const as = (role: ZoneHost['role']) => (each: NamedHost) => ({ ...each, role });
  return [
    ...clients.map(as('client')),
    ...hostAddresses(host).map((address) => ({ name: host.name, address, role: 'other' as const })),
    ...outsiders.map(as('outsider')),
    { ...known, role: 'other' },
    { ...stranger, role: 'outsider' },
  ];
}

type ZoneHost = Parameters<'dns', 'serve'>['zone'][number];
