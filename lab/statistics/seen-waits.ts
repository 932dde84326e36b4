import { percentileOf, type Wait } from '../maths/kaplan-meier.ts';
import { type Statistic, shares } from '../maths/percentiles.ts';
import type { DisturbanceEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { disturbances } from './tool-interference.ts';
import { type Timed, waited } from './waited.ts';

/** A wait, as far as the server alone caused it. */
export interface SeenWait extends Wait {
  /** What is known of the wait if evidence held the accept thread up meanwhile; null if it did not. */
  readonly heldUp: {
    /** Without the evidence the wait would have lasted at least this long, in ms. */
    readonly leastMs: number;
    /** With the evidence it lasted this long, in ms. */
    readonly observedMs: number;
    /** Whether it was seen to end. */
    readonly ended: boolean;
  } | null;
}

/** In ms; `high` is infinite if there is no upper bound. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** One statistic of waits, in ms. */
export interface WaitStatistic {
  readonly ms: number;
  /** Whether the true figure is longer than `ms`, because too few waits were seen to end. */
  readonly isLowerBound: boolean;
  /** The bounds of the figure if evidence held the accept thread up, for any waits possible without it; null if it did not. */
  readonly bounds: Bounds | null;
}

/** How long the clients of these connects waited. */
export function seenWaits(record: Pick<RunRecord, 'events'>, samples: readonly ConnectSample[]): SeenWait[] {
  return asSeen(record, samples.map(waited));
}

/**
 * Times without the effect of evidence. A tool that holds the accept thread up prolongs the waits of clients that wait then. These are
 * mostly clients that wait long anyway, so leaving them out would flatter the figures. Their waits count as at least the time until the
 * tool began. The full wait is known within bounds: no longer than observed, and shorter by at most the time for which the tool held the
 * thread.
 */
export function asSeen(record: Pick<RunRecord, 'events'>, times: readonly Timed[]): SeenWait[] {
  const held = disturbances(record).toSorted((a, b) => a.fromNs - b.fromNs);
  return times.map((timed) => {
    const fromNs = timed.sample.scheduledNs;
    const meanwhile = held.filter((each) => fromNs < each.toNs && fromNs + timed.ms * 1e6 > each.fromNs);
    const [first] = meanwhile;
    return first === undefined ? { ms: timed.ms, ended: timed.ended, fromNs, heldUp: null } : heldUp(timed, first, meanwhile);
  });
}

function heldUp({ sample, ms, ended }: Timed, first: DisturbanceEvent, all: readonly DisturbanceEvent[]): SeenWait {
  const fromNs = sample.scheduledNs;
  const untilMs = Math.max(0, (first.fromNs - fromNs) / 1e6);
  const heldMs = all.reduce((sum, each) => sum + (each.toNs - each.fromNs) / 1e6, 0);
  return {
    ms: untilMs,
    ended: false,
    fromNs,
    heldUp: { leastMs: Math.max(untilMs, ms - heldMs), observedMs: ms, ended },
  };
}

/**
 * One statistic of waits, by the only method of the lab: the Kaplan–Meier estimate, which equals the nearest rank if every wait was seen
 * to end. Null if there are no waits, or evidence held up all of them.
 */
export function waitStatistic(waits: readonly SeenWait[], statistic: Statistic): WaitStatistic | null {
  const share = shares[statistic];
  const found = percentileOf(waits, share);
  if (found === null || countSeen(waits) === 0) {
    return null;
  }
  const bounds = boundsOf(waits, share);
  // A connect that was held up cannot make the shortest wait longer than observed.
  if (statistic === 'min' || bounds === null) {
    return { ms: found.ms, isLowerBound: !found.reached, bounds: null };
  }
  const isLowerBound = !Number.isFinite(bounds.high);
  const ms = found.reached && !isLowerBound ? Math.min(bounds.high, Math.max(bounds.low, found.ms)) : bounds.low;
  return { ms, isLowerBound, bounds };
}

/** How many of the waits the server alone caused: only these are samples to judge by. */
export function countSeen(waits: readonly SeenWait[]): number {
  return waits.filter((wait) => wait.heldUp === null).length;
}

/**
 * The bounds of a percentile if evidence held up some of the waits: with their shortest possible lengths, and with their observed lengths.
 * Null if it held up none.
 */
export function boundsOf(waits: readonly SeenWait[], share: number): Bounds | null {
  if (countSeen(waits) === waits.length) {
    return null;
  }
  const low = percentileOf(
    waits.map((wait) => (wait.heldUp === null ? wait : { ...wait, ms: wait.heldUp.leastMs, ended: true })),
    share,
  );
  const high = percentileOf(
    waits.map((wait) => (wait.heldUp === null ? wait : { ...wait, ms: wait.heldUp.observedMs, ended: wait.heldUp.ended })),
    share,
  );
  return { low: low?.ms ?? 0, high: high?.reached === true ? high.ms : Number.POSITIVE_INFINITY };
}

/** The shortest that a wait can have been without evidence, in ms. */
export function leastMs({ ms, heldUp: held }: SeenWait): number {
  return held?.leastMs ?? ms;
}

/** The longest that it can have been, in ms; infinite if no end was seen. */
export function mostMs({ ms, ended, heldUp: held }: SeenWait): number {
  return (held?.ended ?? ended) ? (held?.observedMs ?? ms) : Number.POSITIVE_INFINITY;
}
