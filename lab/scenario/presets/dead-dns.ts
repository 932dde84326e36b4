import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * The dead DNS of the incident. Scenarios that differ only in the fix share it, so that red and green are the same run. The one outsider
 * comes after clients have been waiting for some time. Clients wait longer than a driver's default of 10 s, because a refusal takes
 * exactly that long to come.
 */
export const deadDns = {
  fault: { id: 'dead' },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 2 }, connectTimeoutMs: 60_000 },
    { path: 'outsider', arrivals: { process: 'fixed', phase: 'fault', offsetsMs: [18_000] }, connectTimeoutMs: 60_000 },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 60_000 },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 32_000, recoveryMs: 10_000 },
  // More than 2.4 a second fill the accept queue before the DNS recovers.
  takes: { ratePerSecond: { from: 1.8, to: 2.2 } },
} as const satisfies Pick<ScenarioInput, 'fault' | 'load' | 'timeline' | 'takes'>;
