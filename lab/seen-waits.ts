import { percentileOf, type Wait } from './censored.ts';
import { disturbances } from './disturbance.ts';
import type { DisturbanceEvent } from './events.ts';
import { nearestRank, type Statistic, shares } from './percentiles.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import type { Measurement } from './selection.ts';
import { type Timed, waited } from './waited.ts';

/** A wait as far as the server alone made it. */
export interface SeenWait extends Wait {
  /** What it would have been without the evidence that held the accept thread up meanwhile, in ms; null: none did. */
  readonly heldUp: { readonly leastMs: number; readonly mostMs: number } | null;
}

/** One statistic of waits, in ms. */
export interface WaitStatistic {
  readonly ms: number;
  /** Whether it is longer than `ms`, because too few were seen to end. */
  readonly isLowerBound: boolean;
  /** Where evidence held the accept thread up: between what it lies, whatever those connects would have waited without. */
  readonly interval: { readonly low: number; readonly high: number } | null;
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
    heldUp: { leastMs: Math.max(untilMs, ms - heldMs), mostMs: ended ? ms : Number.POSITIVE_INFINITY },
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
    return { ms: found.ms, isLowerBound: !found.reached, interval: null };
  }
  return found.reached
    ? { ms: found.ms, isLowerBound: false, interval: { low: Math.min(found.ms, bounds.low), high: Math.max(found.ms, bounds.high) } }
    : { ms: bounds.low, isLowerBound: true, interval: { low: bounds.low, high: Number.POSITIVE_INFINITY } };
}

/** Measures one statistic of times. */
export function measureTimes(record: RunRecord, times: readonly Timed[], statistic: Statistic): Measurement {
  const waits = asSeen(record, times);
  const found = waitStatistic(waits, statistic);
  return {
    value: found?.ms ?? null,
    unit: 'ms',
    samples: countSeen(waits),
    ...(found?.isLowerBound === true ? { isLowerBound: true } : {}),
    ...(found === null || found.interval === null ? {} : { interval: found.interval }),
  };
}

/** How many of the waits the server alone made: they are samples to judge by. */
export function countSeen(waits: readonly SeenWait[]): number {
  return waits.filter((wait) => wait.heldUp === null).length;
}

/** Between what a percentile lies where evidence held some of the waits up, in ms; null where it held up none. */
export function boundsOf(waits: readonly SeenWait[], share: number): { readonly low: number; readonly high: number } | null {
  if (countSeen(waits) === waits.length) {
    return null;
  }
  const at = (values: readonly number[]): number => nearestRank(Float64Array.from(values).sort(), share) ?? 0;
  return { low: at(waits.map(leastMs)), high: at(waits.map(mostMs)) };
}

/** How long a wait was at least. */
export function leastMs({ ms, heldUp: held }: SeenWait): number {
  return held?.leastMs ?? ms;
}

/** How long it was at most; infinite where no end was seen. */
export function mostMs({ ms, ended, heldUp: held }: SeenWait): number {
  return held?.mostMs ?? (ended ? ms : Number.POSITIVE_INFINITY);
}
