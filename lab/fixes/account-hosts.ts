import type { Fix } from './fix.ts';

/** MySQL's accounts accept only the clients' addresses instead of any (`%`). libwrap stays as it is. */
export const accountHosts = {
  id: 'account-hosts',
  title: 'MySQL accounts by address instead of %',
  kind: 'remedy',
  apply: (host, { clients }) => ({ ...host, accountHosts: clients.map(({ address }) => address) }),
} as const satisfies Fix;
