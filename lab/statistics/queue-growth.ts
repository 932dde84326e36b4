import type { Quantity, StepRange } from '../model/expectation.ts';
import { type StepWindow, stepWindows } from '../model/timeline.ts';
import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';
import { faultWindows } from './fault-windows.ts';
import { connects, type Measurement, readings } from './select.ts';

/** How fast the accept queue grew while connects came at this rate, both a second. */
export interface StepGrowth {
  readonly ratePerSecond: number;
  readonly growthPerSecond: number;
  readonly samples: number;
}

/** Fewer readings than this in a step do not give a slope. */
const minimumReadings = 4;

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
 * The rate from which on the accept queue grows, in connects a second. Below it growth is nought, above it the rate less what the
 * server takes, so it is the k for which max(0, rate - k) fits the measured growths best (least squares, to 1/200 of the
 * largest rate).
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

export function measureKnee(record: RunRecord, path: Path): Measurement {
  const steps = queueGrowth(record, path);
  return { value: kneeOf(steps), unit: 'connects per second', samples: steps.length };
}

/** Mean growth over some steps. */
export function measureQueueGrowth(record: RunRecord, { path, steps }: Extract<Quantity, { of: 'queueGrowth' }>): Measurement {
  const growths = queueGrowth(record, path).slice(steps.from - 1, steps.to);
  const sum = growths.reduce((total, { growthPerSecond }) => total + growthPerSecond, 0);
  return { value: growths.length === 0 ? null : sum / growths.length, unit: 'connections per second', samples: growths.length };
}

/** The slope of the accept queue in the second half of the last time in which the DNS was wrong. */
export function measureQueueAtEnd(record: RunRecord): Measurement {
  const last = faultWindows(record).at(-1);
  const unit = 'connections per second';
  if (last === undefined) {
    return { value: null, unit, samples: 0 };
  }
  const fromNs = (last.fromNs + last.toNs) / 2;
  const depths = readings(record, 'server', 'fault')
    .filter(({ atNs }) => atNs >= fromNs && atNs < last.toNs)
    .flatMap(({ atNs, values }) =>
      typeof values.acceptQueueDepth === 'number' ? [{ seconds: (atNs - fromNs) / 1e9, depth: values.acceptQueueDepth }] : [],
    );
  return depths.length < minimumReadings
    ? { value: null, unit, samples: depths.length }
    : { value: slope(depths), unit, samples: depths.length, note: `${depths.at(-1)?.depth ?? 0} waited then` };
}

/** Connects of a path that came in these steps of its rate. */
export function connectsInSteps(record: RunRecord, path: Path, { from, to }: StepRange): ConnectSample[] {
  const windows = stepsOf(record, path).slice(from - 1, to);
  const startNs = record.manifest.startNs ?? 0;
  return connects(record, path, 'all').filter(({ scheduledNs }) =>
    windows.some(({ startMs, endMs }) => scheduledNs >= startNs + startMs * 1e6 && scheduledNs < startNs + endMs * 1e6),
  );
}

/** A full queue cannot grow, whatever comes. */
function queueLimit({ acceptQueueLimit }: Reading['values']): number {
  return typeof acceptQueueLimit === 'number' ? acceptQueueLimit : Number.POSITIVE_INFINITY;
}

function stepsOf({ manifest: { scenario, windows } }: RunRecord, path: Path): StepWindow[] {
  return scenario.load.flatMap((stream) =>
    stream.path === path && stream.arrivals.process === 'steps' ? stepWindows(stream.arrivals, windows) : [],
  );
}

function slope(points: readonly { readonly seconds: number; readonly depth: number }[]): number {
  const meanSeconds = points.reduce((sum, { seconds }) => sum + seconds, 0) / points.length;
  const meanDepth = points.reduce((sum, { depth }) => sum + depth, 0) / points.length;
  const covariance = points.reduce((sum, { seconds, depth }) => sum + (seconds - meanSeconds) * (depth - meanDepth), 0);
  return covariance / points.reduce((sum, { seconds }) => sum + (seconds - meanSeconds) ** 2, 0);
}
