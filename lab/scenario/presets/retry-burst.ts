import type { Retry } from '../../model/load.ts';
import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A burst of sixteen clients that wait for 1.5 s at a time, under a DNS that lets the accept thread take three connects a
 * second. Scenarios that differ only in how the clients try again share it.
 */
export function impatientClients(retry: Retry) {
  return {
    fault: { id: 'slow', delay: 150 },
    load: [
      {
        path: 'tcp',
        arrivals: { process: 'burst', phase: 'fault', offsetMs: 500, count: 16, elsewherePerSecond: 4 },
        connectTimeoutMs: 1500,
        retry,
      },
      { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 60_000 },
    ],
    timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 26_000, recoveryMs: 3000 },
  } as const satisfies Pick<ScenarioInput, 'fault' | 'load' | 'timeline'>;
}
