import { withNameservers } from '../model/database-host.ts';
import { type Fix, needsSecondNameserver } from './fix.ts';

/** A second nameserver after the first: the resolver asks it if the first has not answered within the timeout. */
export const secondNameserver = {
  id: 'second-nameserver',
  title: 'a second nameserver in resolv.conf, after the first',
  kind: 'remedy',
  unavailable: needsSecondNameserver,
  apply: (host, { secondNameserver: second }) =>
    second === undefined ? host : withNameservers(host, (addresses) => [...addresses, second]),
} as const satisfies Fix;
