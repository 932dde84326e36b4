/** Statistics of many times; the value is the share of the times that do not exceed it. */
export const shares = { min: 0, p50: 0.5, p95: 0.95, p99: 0.99, max: 1 } as const;
export type Statistic = keyof typeof shares;

/** Percentiles of times in ms. */
export type Percentiles = Readonly<Record<Statistic, number>>;

/** Percentiles by nearest rank; null without values. For waits that may not have ended, see `kaplan-meier.ts`. */
export function percentiles(valuesMs: readonly number[]): Percentiles | null {
  const sorted = Float64Array.from(valuesMs).sort();
  const at = (statistic: Statistic): number | undefined => nearestRank(sorted, shares[statistic]);
  const [min, p50, p95, p99, max] = [at('min'), at('p50'), at('p95'), at('p99'), at('max')];
  return min === undefined || p50 === undefined || p95 === undefined || p99 === undefined || max === undefined
    ? null
    : { min, p50, p95, p99, max };
}

/** The least of the ascending values that a share of `share` does not exceed, so always one of them; undefined without values. */
export function nearestRank(sorted: ArrayLike<number>, share: number): number | undefined {
  // 0.07 × 100 is a little more than 7 in floating point.
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)];
}
