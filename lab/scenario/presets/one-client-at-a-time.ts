import { withLinesAdded } from '../../model/database-host.ts';
import type { ExpectationInput, Limit } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';
import { incidentHost } from './incident.ts';

/**
 * One client at a time, so that none waits for another: what a fault does to a single connect. The resolver of the host is less
 * patient than by default (1 s, two attempts, in place of 5 s), so that a connect that fails does so before the next one comes.
 */
export const oneAtATime = {
  host: withLinesAdded(incidentHost, '/etc/resolv.conf', ['options timeout:1 attempts:2']),
  load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 0.4 } }],
  // Clients come every 2.5 s; the last one of the fault has 2.4 s before it ends.
  timeline: { settleMs: 500, baselineMs: 5000, faultMs: 16_900, recoveryMs: 3000 },
  // No queue to watch grow, and many of these run side by side: reading the kernel's socket tables would be most of what they cost.
  readingIntervalMs: 1000,
} as const satisfies Pick<ScenarioInput, 'host' | 'load' | 'timeline' | 'readingIntervalMs'>;

/** Five or six connects of one at a time lie in the fault phase. */
const minimumSamples = 5;

type Bound = { readonly atLeast: Limit } | { readonly atMost: Limit };

/** PTR queries for each connect. */
export function ptrQueries(text: string, bound: Bound): ExpectationInput {
  return { id: `ptr-${side(bound)}`, text, measure: { of: 'lookups', path: 'tcp', type: 'PTR' }, ...bound, minimumSamples };
}

/** Forward queries (A, AAAA) for each connect. */
export function forwardQueries(text: string, bound: Bound): ExpectationInput {
  return { id: `forward-${side(bound)}`, text, measure: { of: 'lookups', path: 'tcp', type: 'forward' }, ...bound, minimumSamples };
}

/** What a client waits in the median, however it ends. */
export function waits(text: string, bound: Bound): ExpectationInput {
  return { id: `waits-${side(bound)}`, text, measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' }, ...bound, minimumSamples };
}

/** What the client waits that waits longest. */
export function longestWait(text: string, bound: Bound): ExpectationInput {
  return { id: `longest-${side(bound)}`, text, measure: { of: 'elapsed', path: 'tcp', statistic: 'max' }, ...bound, minimumSamples };
}

/** Every client is accepted, or refused. */
export function everyClient(outcome: 'ok' | 'refused', text: string): ExpectationInput {
  return { id: `all-${outcome}`, text, measure: { of: 'outcome', path: 'tcp', outcome, as: 'percent' }, atLeast: 100, minimumSamples };
}

/** The fault is undone. */
export const healed: ExpectationInput = {
  id: 'healed',
  text: 'Once the fault is lifted, clients get in again',
  measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'count' },
  phase: 'recovery',
  atLeast: 1,
};

/** A refusal without a wait takes less than a quarter of the resolver's patience. */
export const refusedAtOnce: readonly ExpectationInput[] = [
  everyClient('refused', 'libwrap has no name that it could trust, and refuses every client'),
  waits('at once', { atMost: { timesResolverGivesUp: 0.25 } }),
  healed,
];

/** Nobody answers: the whole patience of the resolver, for the first lookup alone. */
export const refusedAfterWaiting: readonly ExpectationInput[] = [
  everyClient('refused', 'libwrap has no name, and refuses every client'),
  waits('after all that the resolver waits (timeout × attempts)', { atLeast: { timesResolverGivesUp: 0.95 } }),
  healed,
];

function side(bound: Bound): string {
  return 'atLeast' in bound ? 'at-least' : 'at-most';
}
