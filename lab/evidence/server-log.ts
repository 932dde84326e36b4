import { type FromRecord, textLimitBytes } from './evidence.ts';

export const serverLog = {
  id: 'server-log',
  title: 'The server’s error log',
  lookFor:
    'At most, lines about aborted connections: they name clients that gave up, not the reason for their wait. A silent log does not prove that the server is healthy.',
  byHand: 'journalctl -u mariadb -u mysql --since -1h   # or the file of log_error',
  kind: 'record',
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'tail',
  text: (_manifest, events) =>
    events.flatMap((event) => (event.kind === 'log' && event.role === 'database' ? [`${event.line}\n`] : [])).join(''),
} as const satisfies FromRecord;
