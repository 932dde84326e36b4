import { beforeDuringAfter, type Look, severalTimes, textLimitBytes } from './evidence.ts';

export const lookupsInFlight = {
  id: 'lookups-in-flight',
  title: 'UDP sockets to port 53',
  lookFor: 'A line that names mysqld or mariadbd: the server itself is waiting for the DNS at this moment.',
  byHand: "ss -uanp '( dport = :53 )'   # several times",
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: () => severalTimes("ss -uanp '( dport = :53 )'"),
} as const satisfies Look;
