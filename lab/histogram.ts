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
  const histogram: Histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: longestMs * unitsPerMs, numberOfSignificantValueDigits: 3 });
  for (const value of valuesMs) {
    histogram.recordValue(Math.round(Math.min(longestMs, Math.max(0, value)) * unitsPerMs));
  }
  const at = (percentile: number): number => histogram.getValueAtPercentile(percentile) / unitsPerMs;
  return { min: Math.min(...valuesMs), p50: at(50), p95: at(95), p99: at(99), max: Math.max(...valuesMs) };
}
