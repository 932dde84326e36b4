import type { Fix } from './fix.ts';

/** Runs Debian's own binary of the server, which is not linked against libwrap. Nobody judges clients any more but mysqld itself. */
export const noLibwrap = {
  id: 'no-libwrap',
  title: 'the same server without libwrap: Debian’s own binary',
  kind: 'remedy',
  unavailable: ({ title, unlinked }) =>
    unlinked === undefined ? `expected a server of which the lab has the same version without libwrap, got ${title}` : undefined,
  apply: (host) => ({ ...host, libwrap: 'unlinked' }),
} as const satisfies Fix;
