import { withServerOptions } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** More sessions at once. A client that waits for libwrap is not a session yet. */
export const moreConnections = {
  id: 'more-connections',
  title: 'max_connections = 2000',
  kind: 'redHerring',
  apply: (host) => withServerOptions(host, { max_connections: '2000' }),
} as const satisfies Fix;
