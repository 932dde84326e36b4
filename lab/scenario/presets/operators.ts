import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';
import { outsiderOut } from './expectations.ts';

/**
 * A slow DNS stalls the clients' port while operators connect to a port of their own. Scenarios that differ only in that port share it.
 * Operators come seldom enough that their own lookups make no queue.
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

/** What holds beside each kind of port for operators. */
export const besideOperators = {
  clientsStall: {
    id: 'clients-stall',
    text: 'The clients’ port is stuck: clients wait far longer than their own two lookups take',
    measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
    atLeast: { timesInjectedDelay: 4 },
    minimumSamples: 20,
  },
  outsiderOut: { ...outsiderOut, minimumSamples: 4 },
} as const satisfies Readonly<Record<string, ExpectationInput>>;
