import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * A dead DNS for twenty seconds and a load that a remedy must stand; one outsider comes when clients have been coming for some
 * time, and waits for less than is left of the run. Scenarios of remedies share it, so that they differ in nothing but the fix.
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

/** A slow DNS and more clients than the server can take with it: what red herrings are tried on. */
export const herringTest = {
  fault: { id: 'slow', delay: 500 },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 6 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.5 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 12_000, recoveryMs: 8000 },
  takes: { ratePerSecond: { from: 6, to: 7 }, delayMs: { from: 400, to: 600 } },
} as const satisfies Pick<ScenarioInput, 'fault' | 'load' | 'timeline' | 'takes'>;

/** Every client gets in while the DNS is wrong. */
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
  text: 'as fast as before the fault',
  measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
  atMost: { timesBaseline: 5, floor: 100 },
  minimumSamples: 30,
};

/** Not even the outsider's connect costs anybody a lookup. */
export const nobodyWaits: ExpectationInput = {
  id: 'nobody-waits-for-a-lookup',
  text: 'and nobody waits for a lookup, 95 of 100',
  measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
  atMost: 1000,
  minimumSamples: 30,
};

export const socketFast: ExpectationInput = {
  id: 'socket-fast',
  text: 'The Unix socket is as fast as before, too',
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

export const outsiderOut: ExpectationInput = {
  id: 'outsider-stays-out',
  text: 'The outsider never gets in',
  measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
  phase: 'all',
  atMost: 0,
};

/** Stronger than that it did not get in: somebody decided so. */
export const outsiderTurnedAway: ExpectationInput = {
  id: 'outsider-turned-away',
  text: 'The outsider is turned away',
  measure: { of: 'turnedAway', path: 'outsider' },
  atLeast: 100,
};

/** The outage as it was, in a scenario that says with its first expectation what the red herring did change. */
export const stalledAsBefore: readonly ExpectationInput[] = [
  {
    id: 'tcp-stalls',
    text: 'and clients wait for their greeting as without it: for far more than their own two lookups',
    measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
    atLeast: { timesInjectedDelay: 4 },
    minimumSamples: 20,
  },
  {
    id: 'one-ptr-each',
    text: 'Every connect still costs libwrap’s PTR query',
    measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
    phase: 'all',
    atLeast: 0.95,
    minimumSamples: 20,
  },
  {
    id: 'accept-queue-grows',
    text: 'Connections pile up in the accept queue',
    measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
    atLeast: { timesBaseline: 3, floor: 5 },
    minimumSamples: 20,
  },
  {
    id: 'socket-stalls-too',
    text: 'The Unix socket is stalled too',
    measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
    atLeast: { timesInjectedDelay: 2 },
    minimumSamples: 10,
  },
  outsiderOut,
];
