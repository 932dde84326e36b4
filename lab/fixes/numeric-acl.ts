import { withFile } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * `hosts.allow` lists the clients' addresses instead of their domain. libwrap compares the address first, and looks up the name only if
 * a rule needs it, so neither clients nor outsiders cost a lookup.
 */
export const numericAcl = {
  id: 'numeric-acl',
  title: 'allow clients by address instead of by name',
  kind: 'remedy',
  apply: (host, { clients }) =>
    withFile(host, '/etc/hosts.allow', clients.map(({ address }) => `{daemon}: ${pattern(address)}\n`).join('')),
} as const satisfies Fix;

/** hosts_access(5) requires square brackets around IPv6 addresses, because a colon ends the list. */
function pattern(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
