import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A dead DNS for twenty seconds, and a load that a remedy must withstand. Scenarios of remedies share it, so that they differ only in the
 * fix. One outsider comes well into the fault, and gives up before the run ends.
 */
export const remedyTest = {
  fault: { id: 'dead' },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 3 }, connectTimeoutMs: 60_000 },
    { path: 'outsider', arrivals: { process: 'fixed', phase: 'fault', offsetsMs: [12_000] }, connectTimeoutMs: 13_000 },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 60_000 },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 8000, faultMs: 20_000, recoveryMs: 6000 },
  takes: { ratePerSecond: { from: 3, to: 3.5 } },
} as const satisfies Pick<ScenarioInput, 'fault' | 'load' | 'timeline' | 'takes'>;

export const available: ExpectationInput = {
  id: 'available',
  text: 'Every client gets in while the DNS is dead',
  measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
  atLeast: 100,
  minimumSamples: 30,
};

/** By the median, so that neither the outsider's own lookup nor a busy machine decides. */
export const fast: ExpectationInput = {
  id: 'fast',
  text: 'Clients are greeted as fast as before the fault',
  measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
  atMost: { timesBaseline: 5, floor: 100 },
  minimumSamples: 30,
};

/** Stronger than `fast`: nobody waits for the outsider's lookup either. */
export const nobodyWaits: ExpectationInput = {
  id: 'nobody-waits-for-a-lookup',
  text: '95 of 100 clients wait for no lookup',
  measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
  atMost: 1000,
  minimumSamples: 30,
};

export const socketFast: ExpectationInput = {
  id: 'socket-fast',
  text: 'The Unix socket is as fast as before the fault',
  measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
  atMost: { timesBaseline: 5, floor: 100 },
  minimumSamples: 10,
};

export const noLookups: ExpectationInput = {
  id: 'no-lookups',
  text: 'No client costs a query',
  measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
  phase: 'all',
  atMost: 0,
  minimumSamples: 30,
};

/** What holds for each remedy that asks the DNS nothing. */
export const servedWithoutDns: readonly ExpectationInput[] = [available, fast, nobodyWaits, socketFast, noLookups];

// What holds for remedies that fall short.

export const nobodyRefused: ExpectationInput = {
  id: 'nobody-refused',
  text: 'No client is refused',
  measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
  phase: 'all',
  atMost: 0,
  minimumSamples: 30,
};

export const socketStalls: ExpectationInput = {
  id: 'socket-stalls',
  text: 'The Unix socket stalls like the clients on the network',
  measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
  atLeast: { timesResolverGivesUp: 0.3 },
  minimumSamples: 10,
};
