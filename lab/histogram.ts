import { build, type Histogram } from 'hdr-histogram-js';

/** Percentiles of times in ms. */
export interface Percentiles {
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** HDR histograms count whole numbers: microseconds keep what milliseconds would lose. */
const unitsPerMs = 1000;
const longestMs = 3_600_000;

/** Percentiles by an HDR histogram with three significant digits; null without values. */
export function percentiles(valuesMs: readonly number[]): Percentiles | null {
  if (valuesMs.length === 0) {
    return null;
  }
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: longestMs * unitsPerMs,
    numberOfSignificantValueDigits: 3,
  });
  for (const value of valuesMs) {
    histogram.recordValue(Math.round(Math.min(longestMs, Math.max(0, value)) * unitsPerMs));
  }
  const max = valuesMs.reduce((largest, value) => Math.max(largest, value));
  const min = valuesMs.reduce((smallest, value) => Math.min(smallest, value));
  // The histogram answers with the upper end of a bucket, which may lie above the largest value there was.
  const at = (percentile: number): number => Math.min(max, histogram.getValueAtPercentile(percentile) / unitsPerMs);
  return { min, p50: at(50), p95: at(95), p99: at(99), max };
}
