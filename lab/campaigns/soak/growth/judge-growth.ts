import { theilSen } from '../../../maths/theil-sen.ts';
import { type SoakQuantityId, type SoakReading, soakQuantities, soakQuantityIds } from './soak-quantities.ts';

/** `steady`: grows no faster than its limit. `unknown`: too few runs to tell, or possibly chance. */
export type SoakVerdict = 'steady' | 'grows' | 'unknown';

interface SoakFigure {
  readonly id: SoakQuantityId;
  /** The first reading after the warm-up, and the last. */
  readonly start: number;
  readonly end: number;
  readonly slopePerRun: number;
  /** 95 % confidence interval of the slope. */
  readonly slopeRange: readonly [low: number, high: number];
  readonly limitPerRun: number;
  readonly verdict: SoakVerdict;
}

export interface SoakJudgement {
  readonly verdict: SoakVerdict;
  readonly warmUpRuns: number;
  readonly figures: readonly SoakFigure[];
  /** What could not be read. */
  readonly notRead: readonly SoakQuantityId[];
}

/** Fewer readings say nothing about a slope. */
const fewestReadings = 5;
const leastWarmUp = 3;
export const fewestRuns = leastWarmUp + fewestReadings;

/**
 * The number of runs that do not count: the first tenth, but at least three. What a process does only once (compiling, filling caches,
 * opening its first connections) is not growth.
 */
export function warmUpOf(runs: number): number {
  return Math.max(leastWarmUp, Math.ceil(runs / 10));
}

/** Judges readings, one taken after each run. A quantity grows when its slope is above its limit and not explained by chance. */
export function judgeSoak(readings: readonly SoakReading[]): SoakJudgement {
  const warmUpRuns = warmUpOf(readings.length);
  const counting = readings.slice(warmUpRuns);
  const figures = soakQuantityIds.flatMap((id) => {
    const values = counting.map((reading) => reading[id]).filter((value) => value !== null);
    return values.length === 0 ? [] : [figureOf(id, values)];
  });
  const read = new Set(figures.map(({ id }) => id));
  const some = (verdict: SoakVerdict): boolean => figures.some((figure) => figure.verdict === verdict);
  return {
    verdict: some('grows') ? 'grows' : some('unknown') || figures.length === 0 ? 'unknown' : 'steady',
    warmUpRuns,
    figures,
    notRead: soakQuantityIds.filter((id) => !read.has(id)),
  };
}

function figureOf(id: SoakQuantityId, values: readonly number[]): SoakFigure {
  const { limitPerRun } = soakQuantities[id];
  const slope = theilSen(values) ?? { perStep: 0, low: 0, high: 0 };
  const isSteep = slope.perStep > limitPerRun;
  const verdict = values.length < fewestReadings || (isSteep && slope.low <= 0) ? 'unknown' : isSteep ? 'grows' : 'steady';
  return {
    id,
    start: values[0] ?? 0,
    end: values.at(-1) ?? 0,
    slopePerRun: slope.perStep,
    slopeRange: [slope.low, slope.high],
    limitPerRun,
    verdict,
  };
}
