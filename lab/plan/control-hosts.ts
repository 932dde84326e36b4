import { hostAddresses } from '../model/database-host.ts';
import { addressAfter, canonicalAddress, isIPv6, type NamedHost, reverseName } from '../network/addresses.ts';
import { type ControlQuestion, controlName, firstStrangerAddress } from '../network/control-queries.ts';
import { expandClients } from '../scenario/hosts-schema.ts';
import { type NameserversOfScenario, nameserversOf } from '../scenario/nameservers.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';

const strangerName = 'stranger.wraplab.test';

/** Hosts of the zone that only control queries ask about: the nameserver under a name of the lab's, and a stranger with an unused address. */
export function controlHosts(scenario: AroundNameserver): { readonly known: NamedHost; readonly stranger: NamedHost } {
  const taken = new Set(
    [
      ...nameserversOf(scenario).map(({ address }) => address),
      ...hostAddresses(scenario.host),
      ...[scenario.clients.tcp, scenario.clients.outsider].flatMap(expandClients).map(({ address }) => address),
    ].map(canonicalAddress),
  );
  let address = firstStrangerAddress;
  while (taken.has(address)) {
    address = addressAfter(address, 1);
  }
  return { known: { name: controlName, address: scenario.nameserver }, stranger: { name: strangerName, address } };
}

export type AroundNameserver = NameserversOfScenario & Pick<Scenario, 'host' | 'clients'>;

/** One question of each kind that a fault may affect: the address of a name, the name of an address, and the name of a stranger's address. */
export function commonQuestions(scenario: AroundNameserver): ControlQuestion[] {
  const { known, stranger } = controlHosts(scenario);
  return [
    { type: isIPv6(known.address) ? 'AAAA' : 'A', name: known.name },
    { type: 'PTR', name: reverseName(known.address) },
    { type: 'PTR', name: reverseName(stranger.address) },
  ];
}
