import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';
import { outsiderOut } from './expectations.ts';
import { slowDns } from './slow-dns.ts';

/** A slow DNS, and more clients than the server can take with it: the test for red herrings. */
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

/** The outage goes on unchanged. The scenario's first expectation says what the red herring did change. */
export const stalledAsBefore: readonly ExpectationInput[] = [
  {
    ...slowDns.stalls,
    text: 'Clients wait as long as without the change: far longer than their own two lookups take',
    atLeast: { timesInjectedDelay: 4 },
  },
  { ...slowDns.onePtrEach, text: 'Every connect still costs libwrap’s PTR query' },
  slowDns.queueGrows,
  slowDns.socketStallsToo,
  outsiderOut,
];
