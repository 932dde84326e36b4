import { undisturbed } from './disturbance.ts';
import { type Path, type Phase, paths, phases } from './paths.ts';
import { type RandomSource, randomSource } from './random.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import { connects } from './selection.ts';

/** A difference (second minus first) with the bounds between which it lies with 95 % confidence. */
export interface Difference {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** One path in one phase, in two runs. */
export interface ComparedPath {
  readonly phase: Phase;
  readonly path: Path;
  readonly attempts: readonly [number, number];
  /** Median of what a client waited, in ms, however it ended; null without connects. */
  readonly waitMs: readonly [number | null, number | null];
  /** Of the medians, in ms; null where one of the runs has too few connects. */
  readonly waitDifferenceMs: Difference | null;
  /** Share that got in, in percent. */
  readonly okPercent: readonly [number | null, number | null];
  /** Of the shares, in percentage points. */
  readonly okDifference: Difference | null;
}

const fewestConnects = 5;
const resamples = 2000;
/** The 97.5th percentile of the normal distribution: two-sided 95 %. */
const z95 = 1.959964;

/**
 * Two runs side by side. The bounds on medians are those of a percentile bootstrap (Efron, 1979) with a fixed seed; those on shares
 * are Newcombe's (1998, method 10, of two Wilson intervals). Both take connects for independent of each other, which those in one
 * queue are not: under overload the bounds are too narrow, and only runs repeated several times tell.
 */
export function compareRuns(first: RunRecord, second: RunRecord): ComparedPath[] {
  return phases.flatMap((phase) => paths.flatMap((path) => comparePath(first, second, phase, path)));
}

/** Whether zero lies within the bounds: then nothing was shown to differ. */
export function isNoDifference({ from, to }: Difference): boolean {
  return from <= 0 && to >= 0;
}

function comparePath(first: RunRecord, second: RunRecord, phase: Phase, path: Path): ComparedPath[] {
  const both = [undisturbed(first, connects(first, path, phase)), undisturbed(second, connects(second, path, phase))] as const;
  if (both[0].length + both[1].length === 0) {
    return [];
  }
  const [a, b] = [waits(both[0]), waits(both[1])];
  const [okA, okB] = [countOk(both[0]), countOk(both[1])];
  const enough = a.length >= fewestConnects && b.length >= fewestConnects;
  return [
    {
      phase,
      path,
      attempts: [a.length, b.length],
      waitMs: [median(a), median(b)],
      waitDifferenceMs: enough ? medianDifference(a, b, randomSource(1, `comparison of ${path} in ${phase}`)) : null,
      okPercent: [share(okA, a.length), share(okB, b.length)],
      okDifference: enough ? shareDifference(okA, a.length, okB, b.length) : null,
    },
  ];
}

function waits(samples: readonly ConnectSample[]): number[] {
  return samples.map(({ path, stages, elapsedMs }) => (path === 'session' ? stages.firstResult : stages.greeting) ?? elapsedMs);
}

function countOk(samples: readonly ConnectSample[]): number {
  return samples.filter(({ outcome }) => outcome === 'ok').length;
}

function medianDifference(a: readonly number[], b: readonly number[], random: RandomSource): Difference {
  const draws = Array.from({ length: resamples }, () => exactMedian(resample(b, random)) - exactMedian(resample(a, random)));
  const sorted = draws.toSorted((one, other) => one - other);
  return {
    value: exactMedian(b) - exactMedian(a),
    from: sorted[Math.floor(0.025 * resamples)] ?? Number.NaN,
    to: sorted[Math.ceil(0.975 * resamples) - 1] ?? Number.NaN,
  };
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

function resample(values: readonly number[], random: RandomSource): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] ?? 0);
}

function exactMedian(values: readonly number[]): number {
  return median(values) ?? Number.NaN;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) {
    return null;
  }
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function share(ok: number, count: number): number | null {
  return count === 0 ? null : (100 * ok) / count;
}
