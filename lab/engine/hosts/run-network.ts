import type { Agents } from '../../agents/handle.ts';
import type { Parameters } from '../../agents/protocol.ts';
import { hostAddresses } from '../../model/database-host.ts';
import type { NamedHost } from '../../network/addresses.ts';
import { controlHosts } from '../../plan/control-hosts.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameserversOf } from '../../scenario/nameservers.ts';
import type { RunningContainer } from '../containers/container.ts';
import { joinOnLink, joinsOfEnds } from './joins.ts';

const dnsPort = 53;

/** Puts every host on the scenario's own network, at its own addresses. */
export async function joinAll(
  plan: Plan,
  agents: Agents,
  { database, dns, honestDns, clients }: Readonly<Record<'database' | 'dns' | 'honestDns' | 'clients', RunningContainer>>,
): Promise<void> {
  const underlays = { database: database.address, dns: dns.address, honestDns: honestDns.address, clients: clients.address };
  const ends = joinsOfEnds(plan, underlays);
  await Promise.all([
    agents.watch.request('joinNetwork', ends.database),
    agents.clients.request('joinNetwork', ends.clients),
    ...nameserverHosts(plan, agents).map(({ role, addresses }) =>
      agents[role].request('joinNetwork', joinOnLink(addresses, underlays, role)),
    ),
  ]);
}

/** Each host with nameservers, and their addresses. */
function nameserverHosts(plan: Plan, agents: Agents): readonly { readonly role: 'dns' | 'honestDns'; readonly addresses: string[] }[] {
  const all = nameserversOf(plan.scenario);
  const addressesOf = (some: typeof all): string[] => some.map(({ address }) => address);
  return agents.dns === agents.honestDns
    ? [{ role: 'dns', addresses: addressesOf(all) }]
    : [
        { role: 'dns', addresses: addressesOf(all.filter(({ suffersFault }) => suffersFault)) },
        { role: 'honestDns', addresses: addressesOf(all.filter(({ suffersFault }) => !suffersFault)) },
      ];
}

/** Serves the zone at every nameserver's address: at some with the scenario's fault, at the others honestly. */
export async function serveZone(plan: Plan, agents: Agents): Promise<void> {
  const common = { port: dnsPort, ttlSeconds: plan.scenario.recordTtlSeconds, zone: zone(plan) };
  for (const { address, suffersFault } of nameserversOf(plan.scenario)) {
    await (suffersFault ? agents.dns : agents.honestDns).request('serve', { ...common, address, faults: suffersFault });
  }
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
