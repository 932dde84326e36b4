import { type FromRecord, textLimitBytes } from './evidence.ts';

export const linkage = {
  id: 'linkage',
  title: 'Libraries that the server program is linked against',
  lookFor: 'A line with libwrap.so: only then can the server have this outage. Without it, look elsewhere.',
  byHand: 'ldd $(command -v mariadbd mysqld)',
  kind: 'record',
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  text: ({ server }) => server?.ldd ?? '',
} as const satisfies FromRecord;
