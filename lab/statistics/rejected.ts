import type { DatabaseHost } from '../model/database-host.ts';
import type { ConnectSample } from '../record/samples.ts';

/** What driver and system report when a packet filter or a missing route turns a client away, or mysqld's accounts do. */
const refusals = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ER_HOST_NOT_PRIVILEGED', 'ER_ACCESS_DENIED_ERROR'];

/**
 * Whether somebody decided against this client: libwrap, a packet filter, the network or mysqld's accounts. A client that the
 * kernel never connected counts where the host has a filter or a closed network; elsewhere its packet was perhaps lost because
 * the accept queue was full. One that only waited in vain does not count.
 */
export function turnedAway({ outcome, error, stages }: ConnectSample, host: Pick<DatabaseHost, 'firewall' | 'reachableFrom'>): boolean {
  switch (outcome) {
    case 'ok':
      return false;
    case 'refused':
      return true;
    case 'failed':
      return refusals.includes(error?.code ?? '');
    case 'timedOut':
    case 'pending':
      return stages.tcpConnected === null && (host.firewall !== undefined || host.reachableFrom !== undefined);
  }
}
