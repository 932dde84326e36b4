import { withLibwrapOpen } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** The host is on a network that only its clients can reach, so libwrap has nothing to decide and lets all in. */
export const closedNetwork = {
  id: 'closed-network',
  title: 'a closed network: only clients have a route; libwrap lets all in',
  kind: 'remedy',
  apply: (host, { clients }) => ({ ...withLibwrapOpen(host), reachableFrom: clients.map(({ address }) => address) }),
} as const satisfies Fix;
