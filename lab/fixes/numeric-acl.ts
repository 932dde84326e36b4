import { withFile } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * Lists the clients' addresses in `hosts.allow` in place of their domain. libwrap compares a rule with the address first, and
 * asks for the name only when a rule needs it, so neither clients nor outsiders cost a lookup.
 */
export const numericAcl = {
  id: 'numeric-acl',
  title: 'allow clients by address instead of by name',
  kind: 'remedy',
  apply: (host, { clients }) =>
    withFile(host, '/etc/hosts.allow', clients.map(({ address }) => `{daemon}: ${pattern(address)}\n`).join('')),
} as const satisfies Fix;

/** hosts_access(5) wants IPv6 addresses in square brackets, because a colon ends the list. */
function pattern(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
