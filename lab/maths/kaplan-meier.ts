import { randomSource } from './random.ts';

/** A wait as far as it was seen: until it ended, or until nobody looked any more. */
export interface Wait {
  /** Its length; of a wait that was not seen to end, the least length. */
  readonly ms: number;
  readonly ended: boolean;
  /** When it began, in ns. */
  readonly fromNs: number;
}

/** A percentile of waits of which some were not seen to end. */
interface CensoredPercentile {
  /** In ms. If `reached` is false, the percentile is longer than this. */
  readonly ms: number;
  readonly reached: boolean;
  /** Where the percentile of another run of this kind would lie in 90 of 100 cases, in ms; infinite if it would not be reached. */
  readonly interval: { readonly low: number; readonly high: number };
}

const resamples = 200;
const blocks = 10;
const tail = 0.05;

/**
 * The percentile of `censoredPercentile` without its interval.
 *
 * @param share from 0, the shortest wait, to 1, the longest.
 * @returns null without waits.
 */
export function percentileOf(waits: readonly Wait[], share: number): Pick<CensoredPercentile, 'ms' | 'reached'> | null {
  return quantile(inOrder(waits), share, () => 1);
}

/**
 * The percentile by Kaplan and Meier's estimate (Nonparametric estimation from incomplete observations, 1958): a wait that was not seen
 * to end counts only for as long as it was seen. If all ended, it is the least wait that a share of `share` did not exceed. If it is
 * not reached, at least two waits went on for longer than the result.
 *
 * The interval is a bootstrap over ten blocks of time (Künsch 1989), because waits in a queue depend on those before them.
 *
 * @param share such as 0.95.
 * @returns null without waits.
 */
export function censoredPercentile(waits: readonly Wait[], share: number): CensoredPercentile | null {
  if (waits.length === 0) {
    return null;
  }
  const sorted = inOrder(waits);
  const block = blockOf(waits);
  const blockIndex = sorted.map(block);
  const plain = quantile(sorted, share, () => 1);
  const random = randomSource(1, 'bootstrap of waits');
  const redrawn = Array.from({ length: resamples }, () => {
    const weights = Array<number>(blocks).fill(0);
    for (let drawn = 0; drawn < blocks; drawn++) {
      const index = Math.floor(random() * blocks);
      weights[index] = (weights[index] ?? 0) + 1;
    }
    return quantile(sorted, share, (index) => weights[blockIndex[index] ?? 0] ?? 0);
  }).filter((each) => each !== null);
  const lows = redrawn.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const highs = redrawn.map(({ ms, reached }) => (reached ? ms : Number.POSITIVE_INFINITY)).toSorted((a, b) => a - b);
  const { ms, reached } = plain ?? { ms: 0, reached: false };
  return {
    ms,
    reached,
    interval: {
      low: Math.min(ms, lows[Math.floor(tail * lows.length)] ?? ms),
      high: Math.max(reached ? ms : Number.POSITIVE_INFINITY, highs[Math.ceil((1 - tail) * highs.length) - 1] ?? ms),
    },
  };
}

/** By length; among waits of the same length, those that ended come first. */
function inOrder(waits: readonly Wait[]): Wait[] {
  return waits.toSorted((a, b) => a.ms - b.ms || Number(b.ended) - Number(a.ended));
}

/** The index of the block of time, of ten equal ones, in which a wait began. */
function blockOf(waits: readonly Wait[]): (wait: Wait) => number {
  const first = waits.reduce((least, { fromNs }) => Math.min(least, fromNs), Number.POSITIVE_INFINITY);
  const last = waits.reduce((most, { fromNs }) => Math.max(most, fromNs), Number.NEGATIVE_INFINITY);
  const length = Math.max(1, last - first);
  return ({ fromNs }) => Math.min(blocks - 1, Math.floor(((fromNs - first) / length) * blocks));
}

function quantile(
  sorted: readonly Wait[],
  share: number,
  weight: (index: number) => number,
): { readonly ms: number; readonly reached: boolean } | null {
  let atRisk = sorted.reduce((sum, _, index) => sum + weight(index), 0);
  if (atRisk === 0) {
    return null;
  }
  let still = 1;
  let longest = 0;
  for (let index = 0; index < sorted.length; ) {
    const ms = sorted[index]?.ms ?? 0;
    let ended = 0;
    let all = 0;
    for (; index < sorted.length && sorted[index]?.ms === ms; index++) {
      const own = weight(index);
      all += own;
      ended += sorted[index]?.ended === true ? own : 0;
    }
    // A single wait that goes on says little about a share of all waits, but everything about the longest.
    longest = all > 0 && (atRisk >= 2 || sorted.length === 1 || share === 1) ? ms : longest;
    still *= 1 - ended / Math.max(atRisk, ended, Number.MIN_VALUE);
    if (ended > 0 && 1 - still >= share - 1e-9) {
      return { ms, reached: true };
    }
    atRisk -= all;
  }
  return { ms: longest, reached: false };
}
