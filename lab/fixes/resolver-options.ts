import { withLinesAdded } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * Gives up on a nameserver after 1 s instead of 5, twice, and takes turns where there are several. A second attempt stays, so
 * that one lost packet does not refuse a client.
 */
export const resolverOptions = {
  id: 'resolver-options',
  title: 'options timeout:1 attempts:2 rotate in resolv.conf',
  kind: 'remedy',
  apply: (host) => withLinesAdded(host, '/etc/resolv.conf', ['options timeout:1 attempts:2 rotate']),
} as const satisfies Fix;
