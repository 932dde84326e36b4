import { withNameservers } from '../model/database-host.ts';
import { type Fix, needsSecondNameserver } from './fix.ts';

/** Asks the closest nameserver first, one that has the clients' names itself, and the old one only when that does not answer. */
export const localNameserver = {
  id: 'local-nameserver',
  title: 'the closest nameserver first in resolv.conf, the old one behind it',
  kind: 'remedy',
  unavailable: needsSecondNameserver,
  apply: (host, { secondNameserver: closest }) =>
    closest === undefined ? host : withNameservers(host, (addresses) => [closest, ...addresses]),
} as const satisfies Fix;
