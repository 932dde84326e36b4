import ipaddr from 'ipaddr.js';
import type { DatabaseHost } from '../../../model/database-host.ts';
import { canonicalAddress, isIPv6, type NamedHost } from '../../../network/addresses.ts';
import { namedHostSchema } from '../../../scenario/hosts-schema.ts';
import { type EtcFolder, textOf } from '../access/etc-folder.ts';
import { hostsEntries } from '../access/parse-hosts-file.ts';

/** The database host as far as `hostname` and `hosts` know it. */
interface DatabaseInHosts {
  /** By `hostname`, or by 127.0.1.1 in `hosts`. */
  readonly ownName: string | undefined;
  readonly from: 'hostname' | '127.0.1.1 in hosts';
  /** Its addresses in `hosts`; empty where it has none. */
  readonly addresses: readonly string[];
  /** With its first name in `hosts`, and one address of each family; undefined where `hosts` has no address. */
  readonly host: Pick<DatabaseHost, 'name' | 'address' | 'secondAddress'> | undefined;
}

export function databaseInHosts(etc: EtcFolder): DatabaseInHosts {
  const entries = hostsEntries(textOf(etc, 'hosts') ?? '');
  const given = textOf(etc, 'hostname')?.trim() ?? '';
  const from = given === '' ? '127.0.1.1 in hosts' : 'hostname';
  const ownName = given === '' ? entries.find(({ address }) => address === '127.0.1.1')?.names[0] : given;
  const found = entries.filter(({ address, names }) => ownName !== undefined && !isLocal(address) && names.includes(ownName));
  const addresses = found.map(({ address }) => address);
  const [first] = found;
  if (first === undefined) {
    return { ownName, from, addresses, host: undefined };
  }
  const second = found.find(({ address }) => isIPv6(address) !== isIPv6(first.address));
  const name = (first.names[0] ?? '').toLowerCase();
  return {
    ownName,
    from,
    addresses,
    host: { name, address: first.address, ...(second === undefined ? {} : { secondAddress: second.address }) },
  };
}

/** The hosts of `hosts` by their first names, one for each address; not this host, no addresses in `taken`, and no names that a host cannot have. */
export function otherHosts(etc: EtcFolder, taken: Iterable<string>): NamedHost[] {
  const seen = new Set([...taken].map(canonicalAddress));
  const found: NamedHost[] = [];
  for (const { address, names } of hostsEntries(textOf(etc, 'hosts') ?? '')) {
    const named = namedHostSchema.safeParse({ name: names[0]?.toLowerCase(), address });
    if (named.success && !isLocal(address) && !seen.has(canonicalAddress(address))) {
      seen.add(canonicalAddress(address));
      found.push(named.data);
    }
  }
  return found;
}

/** Addresses that mean this host, or no single host. */
export function isLocal(address: string): boolean {
  return (
    ['loopback', 'linkLocal', 'multicast', 'unspecified', 'broadcast'].includes(ipaddr.process(address).range()) || /^f[ef]0/i.test(address)
  );
}
