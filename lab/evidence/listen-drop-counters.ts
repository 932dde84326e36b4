import { beforeDuringAfter, type Look, textLimitBytes } from './evidence.ts';

export const listenDrops = {
  id: 'listen-drops',
  title: 'Connections that the kernel dropped because the accept queue was full',
  lookFor:
    'Counters that grow from one look to the next. If they grow and Recv-Q is at its limit, clients now time out in their TCP connection, too.',
  byHand: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  // Without its history file, so that each look shows the whole count.
  command: () => ['nstat', '-asz', 'TcpExtListenOverflows', 'TcpExtListenDrops'],
} as const satisfies Look;
