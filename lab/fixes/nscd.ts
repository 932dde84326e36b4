import { withFile } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

const configuration = `enable-cache hosts yes
positive-time-to-live hosts 600
negative-time-to-live hosts 20
enable-cache passwd no
enable-cache group no
enable-cache services no
enable-cache netgroup no
`;

/**
 * glibc's own cache: every program on the host asks it through a socket before the DNS. It keeps a name for the TTL of its record (its
 * own time to live is for records without one), and then until its next search for expired entries, every 15 s or so.
 */
export const nscd = {
  id: 'nscd',
  title: 'nscd, glibc’s own cache, on the database host',
  kind: 'remedy',
  apply: (host) => ({ ...withFile(host, '/etc/nscd.conf', configuration), resolverCache: 'nscd' }),
} as const satisfies Fix;
