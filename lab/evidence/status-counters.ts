import { beforeDuringAfter, type StatusQuery } from './evidence.ts';

/** All of the server's own counters. */
export const statusCounters = {
  id: 'status-counters',
  title: 'The server’s status counters',
  lookFor:
    'What grew: Connection_errors_tcpwrap counts clients that libwrap refused, Aborted_connects those that left while they waited. No counter says that the accept thread waits for the DNS.',
  byHand: 'mysql -e "SHOW GLOBAL STATUS"   # in a session that was opened before the outage',
  kind: 'query',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: 64 * 1024,
  excerpt: 'growth',
  sql: 'SHOW GLOBAL STATUS',
} as const satisfies StatusQuery;
