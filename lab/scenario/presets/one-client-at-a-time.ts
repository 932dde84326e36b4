import { withLinesAdded } from '../../model/database-host.ts';
import type { ExpectationInput, Limit } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';
import { incidentHost } from './incident.ts';

/**
 * One client at a time, so that none waits for another: what a fault does to a single connect. The host's resolver is less
 * patient than by default (1 s instead of 5 s, two attempts), so that a connect that fails does so before the next one comes.
 */
export const oneAtATime = {
  host: withLinesAdded(incidentHost, '/etc/resolv.conf', ['options timeout:1 attempts:2']),
  load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 0.4 } }],
  // Clients come every 2.5 s; the last one in the fault phase has 2.4 s before it ends.
  timeline: { settleMs: 500, baselineMs: 5000, faultMs: 16_900, recoveryMs: 3000 },
  // There is no queue to watch, and many of these run side by side: reading the kernel's socket tables would be most of their cost.
  readingIntervalMs: 1000,
} as const satisfies Pick<ScenarioInput, 'host' | 'load' | 'timeline' | 'readingIntervalMs'>;

/** Like `oneAtATime`, with an outsider that connects as often as the client. */
export const oneAtATimeWithOutsider = {
  ...oneAtATime,
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
  ],
} as const satisfies Pick<ScenarioInput, 'host' | 'load' | 'timeline' | 'readingIntervalMs'>;

/** Five or six connects, one at a time, lie in the fault phase. */
const minimumSamples = 5;

type Bound = { readonly atLeast: Limit } | { readonly atMost: Limit };

/** PTR queries per connect. */
export function ptrQueries(text: string, bound: Bound): ExpectationInput {
  return { id: `ptr-${side(bound)}`, text, measure: { of: 'lookups', path: 'tcp', type: 'PTR' }, ...bound, minimumSamples };
}

export const onePtrQuery: readonly ExpectationInput[] = [
  ptrQueries('Each connect costs a PTR query', { atLeast: 0.95 }),
  ptrQueries('No connect costs a second PTR query', { atMost: 1.05 }),
];

/** Forward queries (A, AAAA) per connect. */
export function forwardQueries(text: string, bound: Bound): ExpectationInput {
  return { id: `forward-${side(bound)}`, text, measure: { of: 'lookups', path: 'tcp', type: 'forward' }, ...bound, minimumSamples };
}

export const oneForwardQuery: readonly ExpectationInput[] = [
  forwardQueries('Each connect costs a forward query', { atLeast: 0.95 }),
  forwardQueries('No connect costs a second forward query', { atMost: 1.05 }),
];

export const noForwardQuery = forwardQueries('No connect costs a forward query: there is no name to look up', { atMost: 0 });

/** How long a client waits in the median, however its connect ends. */
export function waits(text: string, bound: Bound): ExpectationInput {
  return { id: `waits-${side(bound)}`, text, measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' }, ...bound, minimumSamples };
}

/** The longest wait of any client. */
export function longestWait(text: string, bound: Bound): ExpectationInput {
  return { id: `longest-${side(bound)}`, text, measure: { of: 'elapsed', path: 'tcp', statistic: 'max' }, ...bound, minimumSamples };
}

/** Every client is accepted, or refused. */
export function everyClient(outcome: 'ok' | 'refused', text: string): ExpectationInput {
  return { id: `all-${outcome}`, text, measure: { of: 'outcome', path: 'tcp', outcome, as: 'percent' }, atLeast: 100, minimumSamples };
}

export const someGetIn: ExpectationInput = {
  id: 'some-get-in',
  text: 'Some clients get in',
  measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'count' },
  atLeast: 1,
  minimumSamples,
};

export const healed: ExpectationInput = {
  id: 'healed',
  text: 'Once the fault is lifted, clients get in again',
  measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'count' },
  phase: 'recovery',
  atLeast: 1,
};

/** A refusal counts as immediate below a quarter of the resolver's patience. */
export const refusedAtOnce: readonly ExpectationInput[] = [
  everyClient('refused', 'Every client is refused: libwrap has no name that it can trust'),
  waits('Clients are refused at once', { atMost: { timesResolverGivesUp: 0.25 } }),
  healed,
];

/** Nobody answers: the first lookup alone takes all of the resolver's patience. */
export const refusedAfterWaiting: readonly ExpectationInput[] = [
  everyClient('refused', 'Every client is refused: libwrap has no name'),
  waits('Clients are refused only after the resolver gives up (timeout × attempts)', { atLeast: { timesResolverGivesUp: 0.95 } }),
  healed,
];

function side(bound: Bound): string {
  return 'atLeast' in bound ? 'at-least' : 'at-most';
}
