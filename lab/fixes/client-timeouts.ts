import type { Fix } from './fix.ts';

/** Waits no longer than a person would, then comes back less and less often. */
const patience = {
  connectTimeoutMs: 2000,
  retry: { after: 'backoff', maximumRetries: 4, firstDelayMs: 1000, longestDelayMs: 8000 },
} as const;

/**
 * Clients give up on a connect early and try again with exponential backoff. It frees the clients, not the server: libwrap looks up
 * the name of a client that has left as it does any other's.
 */
export const clientTimeouts = {
  id: 'client-timeouts',
  title: 'clients time out after 2 s and try again with exponential backoff',
  kind: 'remedy',
  apply: (host) => host,
  applyToLoad: (load) => load.map((stream) => (stream.path === 'tcp' ? { ...stream, ...patience } : stream)),
} as const satisfies Fix;
