import { withLocalResolver } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** A caching resolver on the database host: a name that it knows costs no query for as long as the record may be kept (TTL). */
export const resolverCache = {
  id: 'resolver-cache',
  title: 'unbound on the database host, which keeps answers for their TTL',
  kind: 'remedy',
  apply: (host) => withLocalResolver(host, []),
} as const satisfies Fix;
