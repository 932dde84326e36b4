import { withNameservers } from '../model/database-host.ts';
import { type Fix, needsSecondNameserver } from './fix.ts';

/** The closest nameserver, which has the clients' names itself, is asked first; the old one only if that does not answer. */
export const localNameserver = {
  id: 'local-nameserver',
  title: 'the closest nameserver first in resolv.conf, then the old one',
  kind: 'remedy',
  unavailable: needsSecondNameserver,
  apply: (host, { secondNameserver: closest }) =>
    closest === undefined ? host : withNameservers(host, (addresses) => [closest, ...addresses]),
} as const satisfies Fix;
