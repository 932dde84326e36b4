import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * Load that steps from one to ten connects a second, two seconds each. With answers 100 ms late that is 0.2 to 2 times what the accept
 * thread can take. Clients wait to the end, so that only the server takes them out of the queue. The queue does not reach its limit
 * (80 with MariaDB's own back_log).
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

/** The accept queue starts to grow where the delay says that it must. */
export const kneeAtCapacity: readonly ExpectationInput[] = [
  {
    id: 'knee-not-lower',
    text: 'The queue starts to grow at no less than 0.8 of the capacity that follows from the delay',
    measure: { of: 'knee', path: 'tcp' },
    atLeast: { timesCapacity: 0.8 },
    minimumSamples: 10,
  },
  {
    id: 'knee-not-higher',
    text: 'The queue starts to grow at no more than 1.2 of the capacity that follows from the delay',
    measure: { of: 'knee', path: 'tcp' },
    atMost: { timesCapacity: 1.2 },
    minimumSamples: 10,
  },
];
