import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A short outage, for scenarios that look at one aspect of it. For ten seconds five connects a second come from the network, and the
 * accept thread can take one and a quarter. A scenario may add paths of its own to `load`.
 */
export const slowDnsSeen = {
  fault: { id: 'slow', delay: 400 },
  outage: true,
  load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 5 } }],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 10_000, recoveryMs: 4000 },
  takes: { ratePerSecond: { from: 5, to: 7 }, delayMs: { from: 300, to: 600 } },
} as const satisfies Pick<ScenarioInput, 'fault' | 'outage' | 'load' | 'timeline' | 'takes'>;
