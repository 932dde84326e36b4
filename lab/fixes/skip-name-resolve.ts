import { withServerOptions } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** Ends mysqld's own lookups, in the connection's thread. It does not affect those of libwrap, in the accept thread. */
export const skipNameResolve = {
  id: 'skip-name-resolve',
  title: 'skip_name_resolve = ON',
  kind: 'redHerring',
  apply: (host) => withServerOptions(host, { skip_name_resolve: 'ON' }),
} as const satisfies Fix;
