import { beforeDuringAfter, type Look, textLimitBytes } from './evidence.ts';

/** The kernel's counters of connections that found no room. */
export const listenDrops = {
  id: 'listen-drops',
  title: 'Connections that the kernel dropped for want of room in the accept queue',
  lookFor:
    'Counters that grow from one look to the next. Recv-Q at its limit and these growing: clients now time out in their TCP connection, too.',
  byHand: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  // Without its own history file, so that each look says the whole count.
  command: () => ['nstat', '-asz', 'TcpExtListenOverflows', 'TcpExtListenDrops'],
} as const satisfies Look;
