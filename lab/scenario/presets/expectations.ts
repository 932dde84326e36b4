import type { ExpectationInput } from '../../model/expectation.ts';

// What scenarios of more than one kind expect. One that needs another text or more samples spreads it: { ...outsiderOut, minimumSamples: 4 }.

export const outsiderOut: ExpectationInput = {
  id: 'outsider-stays-out',
  text: 'The outsider never gets in',
  measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
  phase: 'all',
  atMost: 0,
};

/** Stronger than `outsiderOut`, which also holds for an outsider that only waits: here something decided against it. */
export const outsiderTurnedAway: ExpectationInput = {
  id: 'outsider-turned-away',
  text: 'The outsider is turned away',
  measure: { of: 'turnedAway', path: 'outsider' },
  atLeast: 100,
};

/** Stronger still: libwrap decided, not a packet filter or an account. */
export const outsiderRefused: ExpectationInput = {
  id: 'outsider-refused',
  text: 'The outsider is still refused',
  measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' },
  atLeast: 100,
};

export const onePtrEach: ExpectationInput = {
  id: 'one-ptr-each',
  text: 'Every connect costs a PTR query',
  measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
  phase: 'all',
  atLeast: 0.95,
  minimumSamples: 20,
};

export const oneForwardEach: ExpectationInput = {
  id: 'one-forward-each',
  text: 'Every connect costs a forward query too, to check that the name maps back',
  measure: { of: 'lookups', path: 'tcp', type: 'forward' },
  phase: 'all',
  atLeast: 0.95,
  minimumSamples: 20,
};

export const kernelIsFast: ExpectationInput = {
  id: 'kernel-is-fast',
  text: 'The TCP connection itself stays fast: the kernel completes it without mysqld',
  measure: { of: 'stage', path: 'tcp', stage: 'tcpConnected', statistic: 'p50' },
  atMost: { timesBaseline: 5, floor: 50 },
  minimumSamples: 20,
};

/** @param floor the fewest connections that count as a queue, however short the baseline's was. */
export function acceptQueueGrows(floor: number): ExpectationInput {
  return {
    id: 'accept-queue-grows',
    text: 'Connections pile up in the accept queue',
    measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
    atLeast: { timesBaseline: 3, floor },
    minimumSamples: 20,
  };
}

export const sessionIsUndisturbed: ExpectationInput = {
  id: 'session-is-undisturbed',
  text: 'A session that is already open is not disturbed: mysqld itself is healthy',
  measure: { of: 'stage', path: 'session', stage: 'firstResult', statistic: 'p50' },
  atMost: { timesBaseline: 5, floor: 50 },
  minimumSamples: 20,
};

export const recovers: ExpectationInput = {
  id: 'recovers',
  text: 'Once the DNS recovers, connects are as fast as before within seconds',
  measure: { of: 'recovery', path: 'tcp' },
  phase: 'recovery',
  atMost: 5,
  minimumSamples: 5,
};
