import { withLocalResolver } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * The same cache with serve-stale (RFC 8767): it answers a name that it once knew at once, even if the record has expired, and refreshes
 * it in the background.
 */
export const resolverCacheStale = {
  id: 'resolver-cache-stale',
  title: 'unbound on the database host, serving expired answers too',
  kind: 'remedy',
  apply: (host) => withLocalResolver(host, ['serve-expired: yes', 'serve-expired-ttl: 86400']),
} as const satisfies Fix;
