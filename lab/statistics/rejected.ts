import type { DatabaseHost } from '../model/database-host.ts';
import type { ConnectSample } from '../record/samples.ts';

/** Error codes of the driver or the system when a packet filter, a missing route or mysqld's accounts turn a client away. */
const refusals = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ER_HOST_NOT_PRIVILEGED', 'ER_ACCESS_DENIED_ERROR'];

/**
 * Whether libwrap, a packet filter, the network or mysqld's accounts turned this client away. A client that the kernel never connected
 * counts if the host has a filter or a closed network; on other hosts its packet may have been lost because the accept queue was full. A
 * client that only waited in vain does not count.
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
