import type { Fix } from './fix.ts';

/** Debian's own binary of the server, which is not linked against libwrap. Only mysqld itself decides about clients. */
export const noLibwrap = {
  id: 'no-libwrap',
  title: 'the same server without libwrap: Debian’s own binary',
  kind: 'remedy',
  unavailable: ({ title, unlinked }) =>
    unlinked === undefined ? `expected a server that the lab also has without libwrap, got ${title}` : undefined,
  apply: (host) => ({ ...host, libwrap: 'unlinked' }),
} as const satisfies Fix;
