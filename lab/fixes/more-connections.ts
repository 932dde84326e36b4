import { withServerOptions } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** Allows more sessions at once. A client that waits for libwrap is none yet. */
export const moreConnections = {
  id: 'more-connections',
  title: 'max_connections = 2000',
  kind: 'redHerring',
  apply: (host) => withServerOptions(host, { max_connections: '2000' }),
} as const satisfies Fix;
