import { withLocalResolver } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * The same cache with serve-stale (RFC 8767): a name that it once knew is answered at once also when its record has run out,
 * and asked for anew behind that.
 */
export const resolverCacheStale = {
  id: 'resolver-cache-stale',
  title: 'unbound on the database host, which serves what has run out as well',
  kind: 'remedy',
  apply: (host) => withLocalResolver(host, ['serve-expired: yes', 'serve-expired-ttl: 86400']),
} as const satisfies Fix;
