import { beforeDuringAfter, type Look, textLimitBytes } from './evidence.ts';

export const listeningSockets = {
  id: 'listening-sockets',
  title: 'Listening sockets and their accept queues',
  lookFor:
    'Recv-Q on the line with the server’s port: connections that the kernel has finished and mysqld has not taken. On a healthy host it is 0. Send-Q is its limit.',
  byHand: 'ss -lntp; ss -lxp | grep mysql',
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: () => ['ss', '-lntp'],
} as const satisfies Look;
