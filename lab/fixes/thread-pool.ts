import { withServerOptions } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** A pool of threads serves the sessions. The pool comes after accept, libwrap before it. */
export const threadPool = {
  id: 'thread-pool',
  title: 'thread_handling = pool-of-threads (MariaDB)',
  kind: 'redHerring',
  unavailable: ({ daemon }) =>
    daemon === 'mariadbd' ? undefined : `expected MariaDB, got ${daemon}: the thread pool of MySQL is not part of its free edition`,
  apply: (host) => withServerOptions(host, { thread_handling: 'pool-of-threads' }),
} as const satisfies Fix;
