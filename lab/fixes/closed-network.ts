import { withLibwrapOpen } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** Puts the host on a network that only its clients are on, so that libwrap has nothing left to decide and may let all in. */
export const closedNetwork = {
  id: 'closed-network',
  title: 'a closed network: only clients have a route; libwrap lets all in',
  kind: 'remedy',
  apply: (host, { clients }) => ({ ...withLibwrapOpen(host), reachableFrom: clients.map(({ address }) => address) }),
} as const satisfies Fix;
