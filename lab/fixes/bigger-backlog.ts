import { withServerOptions } from '../model/database-host.ts';
import type { Fix } from './fix.ts';

/** A longer accept queue: more clients wait, and none waits less. */
export const biggerBacklog = {
  id: 'bigger-backlog',
  title: 'back_log, somaxconn and tcp_max_syn_backlog of 8192',
  kind: 'redHerring',
  apply: (host) => ({
    ...withServerOptions(host, { back_log: '8192' }),
    sysctls: { ...host.sysctls, 'net.core.somaxconn': '8192', 'net.ipv4.tcp_max_syn_backlog': '8192' },
  }),
} as const satisfies Fix;
