import { beforeDuringAfter, type Look, textLimitBytes } from './evidence.ts';

export const connections = {
  id: 'connections',
  title: 'TCP connections of the server’s port, by state',
  lookFor:
    'CLOSE-WAIT without a process: clients that gave up and are still in the queue; each will cost its lookups. ESTAB without a process: clients that wait.',
  byHand: "ss -tanp '( sport = :3306 )'",
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: ({ port }) => ['ss', '-tanp', `( sport = :${port} )`],
} as const satisfies Look;
