import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Reading } from '../record/samples.ts';
import { stepsOf } from './load-steps.ts';
import { readings } from './select.ts';

/** How fast the accept queue grew while connects came at this rate, both a second. */
interface StepGrowth {
  readonly ratePerSecond: number;
  readonly growthPerSecond: number;
  readonly samples: number;
}

/** With fewer readings there is no slope. */
export const minimumReadings = 4;

/** The growth of the accept queue in each step of the path's rate: the slope of a straight line by least squares, while it is not full. */
export function queueGrowth(record: RunRecord, path: Path): StepGrowth[] {
  const { startNs } = record.manifest;
  const depths = readings(record, 'server', 'all').flatMap(({ atNs, values }) =>
    typeof values.acceptQueueDepth === 'number' && startNs !== null && values.acceptQueueDepth < queueLimit(values)
      ? [{ seconds: (atNs - startNs) / 1e9, depth: values.acceptQueueDepth }]
      : [],
  );
  return stepsOf(record, path).flatMap(({ startMs, endMs, ratePerSecond }) => {
    const within = depths.filter(({ seconds }) => seconds * 1000 >= startMs && seconds * 1000 < endMs);
    return within.length < minimumReadings ? [] : [{ ratePerSecond, growthPerSecond: slope(within), samples: within.length }];
  });
}

/**
 * The rate above which the accept queue grows, in connects a second; null where no step makes it grow. Below that rate growth is zero, above
 * it growth is the rate less what the server takes. So the knee is the k for which max(0, rate - k) fits the measured growths best (least
 * squares, to 1/200 of the largest rate).
 */
export function kneeOf(steps: readonly StepGrowth[]): number | null {
  const largest = Math.max(0, ...steps.map(({ ratePerSecond }) => ratePerSecond));
  const grew = steps.some(({ growthPerSecond, ratePerSecond }) => growthPerSecond > 0.1 * ratePerSecond);
  if (!grew) {
    return null;
  }
  const misfit = (knee: number): number =>
    steps.reduce((sum, { ratePerSecond, growthPerSecond }) => sum + (growthPerSecond - Math.max(0, ratePerSecond - knee)) ** 2, 0);
  const candidates = Array.from({ length: 200 }, (_, index) => ((index + 1) * largest) / 200);
  return candidates.reduce((best, knee) => (misfit(knee) < misfit(best) ? knee : best), largest);
}

/** The slope of a straight line through the points by least squares, in connections a second. */
export function slope(points: readonly { readonly seconds: number; readonly depth: number }[]): number {
  const meanSeconds = points.reduce((sum, { seconds }) => sum + seconds, 0) / points.length;
  const meanDepth = points.reduce((sum, { depth }) => sum + depth, 0) / points.length;
  const covariance = points.reduce((sum, { seconds, depth }) => sum + (seconds - meanSeconds) * (depth - meanDepth), 0);
  return covariance / points.reduce((sum, { seconds }) => sum + (seconds - meanSeconds) ** 2, 0);
}

/** A full queue cannot grow, however many connects come. */
function queueLimit({ acceptQueueLimit }: Reading['values']): number {
  return typeof acceptQueueLimit === 'number' ? acceptQueueLimit : Number.POSITIVE_INFINITY;
}
