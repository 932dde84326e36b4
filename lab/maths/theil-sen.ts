/** How a series changes from one value to the next. */
interface Slope {
  /** Median of the slopes between all pairs of values: a few outliers do not move it. */
  readonly perStep: number;
  /** Bounds of its 95 % confidence interval. */
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % of the normal distribution. */
const z95 = 1.96;

/**
 * The slope by Theil and Sen, with the confidence interval from Kendall's variance (P. K. Sen, Estimates of the
 * regression coefficient based on Kendall's tau, JASA 63, 1968). Null for fewer than two values.
 */
export function theilSen(values: readonly number[]): Slope | null {
  const n = values.length;
  const slopes: number[] = [];
  for (const [first, from] of values.entries()) {
    for (let second = first + 1; second < n; second++) {
      slopes.push(((values[second] ?? 0) - from) / (second - first));
    }
  }
  slopes.sort((a, b) => a - b);
  const [lowest, highest] = [slopes[0], slopes.at(-1)];
  if (lowest === undefined || highest === undefined) {
    return null;
  }
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const below = Math.floor((slopes.length - z95 * deviation) / 2);
  const above = Math.ceil((slopes.length + z95 * deviation) / 2);
  const middle = (slopes.length - 1) / 2;
  return {
    perStep: ((slopes[Math.floor(middle)] ?? 0) + (slopes[Math.ceil(middle)] ?? 0)) / 2,
    low: slopes[below] ?? lowest,
    high: slopes[above] ?? highest,
  };
}
