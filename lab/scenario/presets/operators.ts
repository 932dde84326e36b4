import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A slow DNS that stalls the clients' port, while operators try to get in by a port of their own: scenarios that differ in
 * nothing but that port share it. Operators come seldom enough that their own lookups do not make a queue.
 */
export const stalledWithOperators = {
  fault: { id: 'slow', delay: 500 },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 6 } },
    { path: 'admin', arrivals: { process: 'constant', ratePerSecond: 0.5 } },
    { path: 'outsider', arrivals: { process: 'fixed', phase: 'baseline', offsetsMs: [1300, 3300, 5300, 7300] } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 8000, faultMs: 14_000, recoveryMs: 8000 },
  takes: { ratePerSecond: { from: 5, to: 6.5 }, delayMs: { from: 450, to: 550 } },
} as const satisfies Pick<ScenarioInput, 'fault' | 'load' | 'timeline' | 'takes'>;
