import type { Fix } from './fix.ts';

/** Clients keep their connections instead of opening one for each piece of work: an open connection needs no lookup. */
export const connectionPool = {
  id: 'connection-pool',
  title: 'clients keep their connections open and use them again',
  kind: 'remedy',
  apply: (host) => host,
  applyToLoad: (load) => load.map((stream) => (stream.path === 'tcp' ? { ...stream, pool: { idleConnections: 1 } } : stream)),
} as const satisfies Fix;
