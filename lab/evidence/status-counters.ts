import { beforeDuringAfter, type StatusQuery } from './evidence.ts';

export const statusCounters = {
  id: 'status-counters',
  title: 'The server’s status counters',
  lookFor:
    'Counters that grew: Connection_errors_tcpwrap counts clients that libwrap refused, Aborted_connects clients that left while they waited. No counter shows that the accept thread waits for the DNS.',
  byHand: 'mysql -e "SHOW GLOBAL STATUS"   # in a session that was opened before the outage',
  kind: 'query',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: 64 * 1024,
  excerpt: 'growth',
  sql: 'SHOW GLOBAL STATUS',
} as const satisfies StatusQuery;
