import type { Points } from './chart-data.ts';

/** Points as the chart library expects them: times in s from the beginning of the run. */
export interface Series {
  readonly x: number[];
  readonly y: number[];
}

export function decoded({ stepMs, value }: Points): Series {
  let atMs = 0;
  return {
    x: stepMs.map((step) => {
      atMs += step;
      return atMs / 1000;
    }),
    y: [...value],
  };
}

/** Index of the first element that is at least `from`; the length if there is none. */
export function firstFrom(sorted: readonly number[], from: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
