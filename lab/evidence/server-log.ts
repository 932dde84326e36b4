import { type FromRecord, textLimitBytes } from './evidence.ts';

/** The server's error log. */
export const serverLog = {
  id: 'server-log',
  title: 'The server’s error log',
  lookFor:
    'Lines about connections that were aborted, at most: they name clients that gave up, not why they had to wait. A silent log is no proof that the server is well.',
  byHand: 'journalctl -u mariadb -u mysql --since -1h   # or the file of log_error',
  kind: 'record',
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'tail',
  text: (_manifest, events) =>
    events.flatMap((event) => (event.kind === 'log' && event.role === 'database' ? [`${event.line}\n`] : [])).join(''),
} as const satisfies FromRecord;
