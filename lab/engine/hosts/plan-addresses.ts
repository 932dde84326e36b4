import { hostAddresses } from '../../model/database-host.ts';
import { isAddress } from '../../network/addresses.ts';
import { controlHosts } from '../../plan/control-hosts.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameserversOf } from '../../scenario/nameservers.ts';

/**
 * Every address in use on the run's network, or that the database host may contact: those of hosts, and those that only its files name, such
 * as a nameserver that does not exist. May contain duplicates.
 */
export function planAddresses(plan: Pick<Plan, 'scenario' | 'host' | 'clients' | 'outsiders'>): string[] {
  const { host, clients, outsiders, scenario } = plan;
  return [
    ...hostAddresses(host),
    ...nameserversOf(scenario).map(({ address }) => address),
    ...[...clients, ...outsiders, ...Object.values(controlHosts(scenario))].map(({ address }) => address),
    ...(host.reachableFrom ?? []),
    ...(host.accountHosts ?? []),
    ...[...Object.values(host.files), ...Object.values(host.serverOptions), host.firewall ?? ''].flatMap(addressesIn),
  ];
}

function addressesIn(text: string): string[] {
  return (text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? []).filter(isAddress);
}
