import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A rate that is stepped from one to ten connects a second, two seconds each; with answers 100 ms late that is 0.2 to 2 times what the
 * accept thread can take. Clients wait to the end, so that none but the server takes one out of
 * the queue, and the queue does not reach its limit (80 with MariaDB's own back_log).
 */
export const steppedLoad = {
  load: [
    {
      path: 'tcp',
      arrivals: { process: 'steps', phase: 'fault', stepMs: 2000, ratesPerSecond: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], elsewherePerSecond: 3 },
      connectTimeoutMs: 60_000,
    },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 20_000, recoveryMs: 2000 },
} as const satisfies Pick<ScenarioInput, 'load' | 'timeline'>;
