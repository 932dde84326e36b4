import { percentileOf, type Wait } from '../maths/kaplan-meier.ts';
import { type Statistic, shares } from '../maths/percentiles.ts';
import type { DisturbanceEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { disturbances } from './tool-interference.ts';
import { type Timed, waited } from './waited.ts';

/** A wait as far as the server alone made it. */
export interface SeenWait extends Wait {
  /** What is known of it where evidence held the accept thread up meanwhile; null: none did. */
  readonly heldUp: {
    /** Without the evidence it would have lasted for at least this long, in ms. */
    readonly leastMs: number;
    /** With it it lasted this long, in ms, */
    readonly observedMs: number;
    /** and then ended. */
    readonly ended: boolean;
  } | null;
}

/** Both in ms; `high` is infinite where there is no bound. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** One statistic of waits, in ms. */
export interface WaitStatistic {
  readonly ms: number;
  /** Whether it is longer than `ms`, because too few were seen to end. */
  readonly isLowerBound: boolean;
  /** Where evidence held the accept thread up: between what it lies, whatever those connects would have waited without; null: it did not. */
  readonly bounds: Bounds | null;
}

/** What the clients of these connects waited. */
export function seenWaits(record: Pick<RunRecord, 'events'>, samples: readonly ConnectSample[]): SeenWait[] {
  return asSeen(record, samples.map(waited));
}

/**
 * Times without what evidence did to them. A tool that holds the accept thread up makes those wait longer who wait then, and they are mostly
 * those who wait long anyway: to leave them out would flatter. They count as waits of at least until the tool began. What they would have
 * waited in all is known within bounds: no longer than they did, and shorter by no more than the tool held them up.
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
 * One statistic of waits, by the one method that the lab has: Kaplan and Meier's estimate, which without unfinished waits is the nearest
 * rank. Null where evidence held up all of them, or there is none.
 */
export function waitStatistic(waits: readonly SeenWait[], statistic: Statistic): WaitStatistic | null {
  const share = shares[statistic];
  const found = percentileOf(waits, share);
  if (found === null || countSeen(waits) === 0) {
    return null;
  }
  const bounds = boundsOf(waits, share);
  // A connect that was held up cannot make the shortest wait longer than it was seen to be.
  if (statistic === 'min' || bounds === null) {
    return { ms: found.ms, isLowerBound: !found.reached, bounds: null };
  }
  const isLowerBound = !Number.isFinite(bounds.high);
  const ms = found.reached && !isLowerBound ? Math.min(bounds.high, Math.max(bounds.low, found.ms)) : bounds.low;
  return { ms, isLowerBound, bounds };
}

/** How many of the waits the server alone made: they are samples to judge by. */
export function countSeen(waits: readonly SeenWait[]): number {
  return waits.filter((wait) => wait.heldUp === null).length;
}

/**
 * Between what a percentile lies where evidence held some of the waits up: by what these would have been at least, and by what they were.
 * Null where it held up none.
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

/** How long a wait was at least, without evidence. */
export function leastMs({ ms, heldUp: held }: SeenWait): number {
  return held?.leastMs ?? ms;
}

/** How long it was at most; infinite where no end was seen. */
export function mostMs({ ms, ended, heldUp: held }: SeenWait): number {
  return (held?.ended ?? ended) ? (held?.observedMs ?? ms) : Number.POSITIVE_INFINITY;
}
