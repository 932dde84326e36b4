import { readFileSync } from 'node:fs';
import type { Probe } from './probe.ts';

const listening = '0A';

/**
 * Connections that the kernel has finished and mysqld has not taken. For a listening socket the receive queue in /proc/net/tcp is its
 * accept backlog (`sk_ack_backlog`; get_tcp4_sock in Linux's net/ipv4/tcp_ipv4.c). The limit is the argument of listen(2), cut to
 * net.core.somaxconn.
 */
export const acceptQueue = {
  id: 'accept-queue',
  title: 'depth and limit of the accept queue',
  command: "ss -lnt '( sport = :3306 )'",
  readings: ['acceptQueueDepth', 'acceptQueueLimit', 'operatorQueueDepth'],
  read: ({ port, operatorPort, backLog, tcpSockets: sockets }) => {
    const depth = (of: number): number =>
      Math.max(
        0,
        ...sockets.filter(({ localPort, state }) => localPort === of && state === listening).map(({ receiveQueue }) => receiveQueue),
      );
    const largest = Number(readFileSync('/proc/sys/net/core/somaxconn', 'latin1'));
    return {
      acceptQueueDepth: depth(port),
      acceptQueueLimit: Math.min(backLog, largest),
      ...(operatorPort === port ? {} : { operatorQueueDepth: depth(operatorPort) }),
    };
  },
} as const satisfies Probe;
