import { nearestRank } from '../maths/percentiles.ts';
import { type RandomSource, randomSource } from '../maths/random.ts';
import { type Path, type Phase, paths, phases } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { type Bounds, countSeen, leastMs, mostMs, type SeenWait, seenWaits, type WaitStatistic, waitStatistic } from './seen-waits.ts';
import { connects } from './select.ts';

/** A difference (second minus first) with the bounds between which it lies with 95 % confidence. */
export interface Difference {
  /** Null if one of the two is not known exactly. */
  readonly value: number | null;
  /** Null if there is no lower bound. */
  readonly from: number | null;
  /** Null if there is no upper bound. */
  readonly to: number | null;
}

/** One path in one phase of two runs. */
export interface ComparedPath {
  readonly phase: Phase;
  readonly path: Path;
  /** All connects that began. */
  readonly attempts: readonly [number, number];
  /** Of these, the connects that waited while evidence held the accept thread up. */
  readonly heldUp: readonly [number, number];
  /** Median of what clients waited, in ms, however their connects ended; null without connects. */
  readonly waitMs: readonly [number | null, number | null];
  /** Whether the true median is longer, because too few waits were seen to end. */
  readonly isLowerBound: readonly [boolean, boolean];
  /** The bounds of the median, in ms, if evidence held the accept thread up; null if it did not, or there is no upper bound. */
  readonly waitWithinMs: readonly [Bounds | null, Bounds | null];
  /** Of the medians, in ms; null if one of the runs has too few connects. */
  readonly waitDifferenceMs: Difference | null;
  /** Share of all connects that got in, in percent. */
  readonly okPercent: readonly [number | null, number | null];
  /** Of the shares, in percentage points; null if one of the runs has too few connects. */
  readonly okDifference: Difference | null;
}

const fewestConnects = 5;
const resamples = 2000;
/** The 97.5th percentile of the normal distribution: two-sided 95 %. */
const z95 = 1.959964;

/**
 * Two runs side by side. The bounds on medians come from a percentile bootstrap (Efron, 1979) with a fixed seed, those on shares from
 * Newcombe (1998, method 10, of two Wilson intervals). Both treat connects as independent of each other, which connects in one queue are
 * not. Under overload the bounds are therefore too narrow, and only repeated runs can tell.
 *
 * A wait that was not seen to its end may have had any length above what was seen. A wait during which evidence held the accept thread up
 * has the bounds that `seen-waits.ts` gives. The bounds on medians cover every length that these waits may have had.
 */
export function compareRuns(first: RunRecord, second: RunRecord): ComparedPath[] {
  return phases.flatMap((phase) => paths.flatMap((path) => comparePath(first, second, phase, path)));
}

/** Whether zero lies within the bounds: then no difference was shown. */
export function isNoDifference({ from, to }: Difference): boolean {
  return (from ?? Number.NEGATIVE_INFINITY) <= 0 && (to ?? Number.POSITIVE_INFINITY) >= 0;
}

function comparePath(first: RunRecord, second: RunRecord, phase: Phase, path: Path): ComparedPath[] {
  const both = [connects(first, path, phase), connects(second, path, phase)] as const;
  if (both[0].length + both[1].length === 0) {
    return [];
  }
  const [a, b] = [seenWaits(first, both[0]), seenWaits(second, both[1])];
  const [medianA, medianB] = [waitStatistic(a, 'p50'), waitStatistic(b, 'p50')];
  const [okA, okB] = [countOk(both[0]), countOk(both[1])];
  const enoughWaits = countSeen(a) >= fewestConnects && countSeen(b) >= fewestConnects;
  const enough = a.length >= fewestConnects && b.length >= fewestConnects;
  const random = randomSource(1, `comparison of ${path} in ${phase}`);
  return [
    {
      phase,
      path,
      attempts: [a.length, b.length],
      heldUp: [a.length - countSeen(a), b.length - countSeen(b)],
      waitMs: [medianA?.ms ?? null, medianB?.ms ?? null],
      isLowerBound: [medianA?.isLowerBound === true, medianB?.isLowerBound === true],
      waitWithinMs: [withinOf(medianA), withinOf(medianB)],
      waitDifferenceMs: enoughWaits ? { value: differenceOf(medianA, medianB), ...differenceBounds(a, b, random) } : null,
      okPercent: [share(okA, a.length), share(okB, b.length)],
      okDifference: enough ? shareDifference(okA, a.length, okB, b.length) : null,
    },
  ];
}

function withinOf(found: WaitStatistic | null): Bounds | null {
  return found === null || found.isLowerBound ? null : found.bounds;
}

function countOk(samples: readonly ConnectSample[]): number {
  return samples.filter(({ outcome }) => outcome === 'ok').length;
}

function differenceOf(a: WaitStatistic | null, b: WaitStatistic | null): number | null {
  return a !== null && b !== null && isExact(a) && isExact(b) ? b.ms - a.ms : null;
}

function isExact({ isLowerBound, bounds }: WaitStatistic): boolean {
  return !isLowerBound && (bounds === null || bounds.low === bounds.high);
}

/** Bounds of the difference of the medians: the least of one run against the most of the other, resampled from the waits of each. */
function differenceBounds(a: readonly SeenWait[], b: readonly SeenWait[], random: RandomSource): Pick<Difference, 'from' | 'to'> {
  const draws = Array.from({ length: resamples }, () => {
    const [drawnB, drawnA] = [medianBounds(b, random), medianBounds(a, random)];
    return { least: drawnB.least - drawnA.most, most: drawnB.most - drawnA.least };
  });
  const least = draws.map((draw) => draw.least).toSorted((one, other) => one - other);
  const most = draws.map((draw) => draw.most).toSorted((one, other) => one - other);
  return {
    from: finite(least[Math.floor(0.025 * resamples)]),
    to: finite(most[Math.ceil(0.975 * resamples) - 1]),
  };
}

/** The bounds of the median of one resample: as many waits, drawn with replacement. */
function medianBounds(waits: readonly SeenWait[], random: RandomSource): { readonly least: number; readonly most: number } {
  const [least, most] = [new Float64Array(waits.length), new Float64Array(waits.length)];
  for (let index = 0; index < waits.length; index++) {
    const drawn = waits[Math.floor(random() * waits.length)];
    least[index] = drawn === undefined ? 0 : leastMs(drawn);
    most[index] = drawn === undefined ? 0 : mostMs(drawn);
  }
  return { least: nearestRank(least.sort(), 0.5) ?? 0, most: nearestRank(most.sort(), 0.5) ?? 0 };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function shareDifference(okA: number, countA: number, okB: number, countB: number): Difference {
  const [a, b] = [wilson(okA, countA), wilson(okB, countB)];
  const value = b.share - a.share;
  return {
    value: 100 * value,
    from: 100 * (value - Math.hypot(b.share - b.low, a.high - a.share)),
    to: 100 * (value + Math.hypot(b.high - b.share, a.share - a.low)),
  };
}

/** Wilson's interval for a share (1927). */
function wilson(ok: number, count: number): { readonly share: number; readonly low: number; readonly high: number } {
  const p = ok / count;
  const z2 = z95 ** 2;
  const centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = (z95 / (1 + z2 / count)) * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count ** 2));
  return { share: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

function share(ok: number, count: number): number | null {
  return count === 0 ? null : (100 * ok) / count;
}
