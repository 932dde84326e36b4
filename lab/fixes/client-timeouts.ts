import type { Fix } from './fix.ts';

/** Waits about as long as a person would, then tries again at growing intervals. */
const patience = {
  connectTimeoutMs: 2000,
  retry: { after: 'backoff', maximumRetries: 4, firstDelayMs: 1000, longestDelayMs: 8000 },
} as const;

/**
 * Clients give up on a connect early and try again with exponential backoff. That frees the clients but not the server: libwrap looks up
 * a client that has left like any other.
 */
export const clientTimeouts = {
  id: 'client-timeouts',
  title: 'clients time out after 2 s and try again with exponential backoff',
  kind: 'remedy',
  apply: (host) => host,
  applyToLoad: (load) => load.map((stream) => (stream.path === 'tcp' ? { ...stream, ...patience } : stream)),
} as const satisfies Fix;
