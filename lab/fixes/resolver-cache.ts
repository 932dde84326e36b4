import { withLocalResolver } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** A caching resolver on the database host: a name that it knows costs no query until the record's TTL is over. */
export const resolverCache = {
  id: 'resolver-cache',
  title: 'unbound on the database host, caching answers for their TTL',
  kind: 'remedy',
  apply: (host) => withLocalResolver(host, []),
} as const satisfies Fix;
