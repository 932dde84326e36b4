import { withLinesAdded } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** `/etc/hosts` names every client; glibc reads it before it asks the DNS ("hosts: files dns" in nsswitch.conf). */
export const hostsFile = {
  id: 'hosts-file',
  title: 'name every client in /etc/hosts',
  kind: 'remedy',
  apply: (host, { clients }) =>
    withLinesAdded(
      host,
      '/etc/hosts',
      clients.map(({ address, name }) => `${address} ${name}`),
    ),
} as const satisfies Fix;
