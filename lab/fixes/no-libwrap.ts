import type { Fix } from './fix.ts';

/** Runs Debian's own binary of the server, which is not linked against libwrap. Nobody judges clients any more but mysqld itself. */
export const noLibwrap = {
  id: 'no-libwrap',
  title: 'the same server without libwrap: Debian’s own binary',
  kind: 'remedy',
  unavailable: ({ id, unlinked }) =>
    unlinked === undefined ? `expected a server with a stock binary in Debian bookworm, got ${id}` : undefined,
  apply: (host) => ({ ...host, libwrap: 'unlinked' }),
} as const satisfies Fix;
