import { withLinesAdded } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/**
 * The resolver gives up on a nameserver after 1 s instead of 5, tries twice, and rotates among several. The second attempt stays, so that
 * one lost packet does not get a client refused.
 */
export const resolverOptions = {
  id: 'resolver-options',
  title: 'options timeout:1 attempts:2 rotate in resolv.conf',
  kind: 'remedy',
  apply: (host) => withLinesAdded(host, '/etc/resolv.conf', ['options timeout:1 attempts:2 rotate']),
} as const satisfies Fix;
