import type { Fix } from './fix.ts';

/** Lets MySQL's accounts be used from the clients' addresses only, instead of from anywhere (`%`). libwrap stays as it is. */
export const accountHosts = {
  id: 'account-hosts',
  title: 'MySQL accounts by address instead of %',
  kind: 'remedy',
  apply: (host, { clients }) => ({ ...host, accountHosts: clients.map(({ address }) => address) }),
} as const satisfies Fix;
