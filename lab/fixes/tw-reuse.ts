import type { Fix } from './fix.ts';

/** What the article tried against TIME_WAIT: reusing such sockets, and a wider range of ports for outgoing connections. */
export const twReuse = {
  id: 'tw-reuse',
  title: 'tcp_tw_reuse and a wider ip_local_port_range',
  kind: 'redHerring',
  apply: (host) => ({
    ...host,
    sysctls: { ...host.sysctls, 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.ip_local_port_range': '1024 65535' },
  }),
} as const satisfies Fix;
