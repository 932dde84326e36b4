import type { Answer } from 'dns-packet';
import type { DnsAnswer } from '../../faults/fault.ts';
import { canonicalAddress, isIPv6, type NamedHost, reverseName } from '../../network/addresses.ts';

export type Zone = (question: { readonly name: string; readonly type: string }) => DnsAnswer;

/** The honest zone: for every host a PTR record, and the A or AAAA record of that name. Caches may keep each for `ttlSeconds`. */
export function honestZone(hosts: readonly NamedHost[], ttlSeconds: number): Zone {
  const records = new Map<string, Answer[]>();
  const add = (name: string, answer: Answer): void => void records.set(name, [...(records.get(name) ?? []), answer]);
  for (const { name, address } of hosts) {
    const type = isIPv6(address) ? 'AAAA' : 'A';
    add(name, { name, type, ttl: ttlSeconds, class: 'IN', data: canonicalAddress(address) });
    const reverse = reverseName(address);
    add(reverse, { name: reverse, type: 'PTR', ttl: ttlSeconds, class: 'IN', data: name });
  }
  return ({ name, type }) => {
    const known = records.get(name);
    return known === undefined
      ? { rcode: 'NXDOMAIN', answers: [] }
      : { rcode: 'NOERROR', answers: known.filter((record) => record.type === type) };
  };
}
