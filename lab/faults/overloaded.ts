import { z } from 'zod';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('overloaded', {
  capacityPerSecond: z.number().positive().max(100_000).default(4).describe('Queries that the nameserver can answer in a second.'),
  longestQueue: z.number().int().min(0).max(100_000).default(100).describe('Queries that may wait; further ones are dropped.'),
});

/**
 * A nameserver that handles one query at a time, each in 1 / capacity: the more it is asked, the later it answers. So the rate of
 * connects above which the accept queue grows is not always the same.
 */
export const overloaded = {
  id: 'overloaded',
  title: 'the nameserver handles few queries a second: the more it is asked, the later it answers',
  settings,
  nominalDelayMs: ({ capacityPerSecond }) => 1000 / capacityPerSecond,
  begin: ({ capacityPerSecond, longestQueue }) => {
    const serviceMs = 1000 / capacityPerSecond;
    let freeAtMs = 0;
    return ({ atMs }) => {
      const beginsMs = Math.max(atMs, freeAtMs);
      if ((beginsMs - atMs) / serviceMs > longestQueue) {
        return { kind: 'silence' };
      }
      freeAtMs = beginsMs + serviceMs;
      return { kind: 'answer', delayMs: freeAtMs - atMs };
    };
  },
} satisfies Fault<z.infer<typeof settings>>;
