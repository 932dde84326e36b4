import type { Neighbours } from '../fixes/fix.ts';
import { expandClients } from './hosts-schema.ts';
import type { Scenario } from './scenario-schema.ts';

/** The hosts around the scenario's database host, as fixes need them. */
export function neighboursOf({
  clients: { tcp, outsider },
  nameserver,
  secondNameserver,
}: Pick<Scenario, 'clients' | 'nameserver' | 'secondNameserver'>): Neighbours {
  return { clients: expandClients(tcp), outsiders: expandClients(outsider), nameserver, secondNameserver };
}
