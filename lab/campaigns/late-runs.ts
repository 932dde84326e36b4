import type { SideBySide } from '../run/run-options.ts';
import { inWaves } from './waves.ts';

/** Each round of repeats runs this many times fewer items at a time. */
const fewerBy = 4;

/**
 * Runs all items in waves. Repeats late runs, whose load came late because this machine could not carry so many side by side: fewer at a time
 * in each round, and one at a time in the last. This is the one policy for late runs.
 *
 * @param run makes one attempt; attempts count from 0.
 * @param cameLate whether the attempt cannot be judged and must be repeated.
 * @returns the last attempt of each item, in their order.
 * @throws the first error of a wave, after the whole wave has ended.
 */
export async function untilOnTime<T, R>(
  items: readonly T[],
  atATime: number,
  run: (item: T, sideBySide: SideBySide, attempt: number) => Promise<R>,
  cameLate: (item: T, result: R) => boolean,
): Promise<R[]> {
  const results = await inWaves(items, atATime, (item, sideBySide) => run(item, sideBySide, 0));
  for (let jobs = atATime, attempt = 1; jobs > 1; attempt++) {
    jobs = Math.max(1, Math.floor(jobs / fewerBy));
    const late = items.flatMap((item, index) => {
      const result = results[index];
      return result !== undefined && cameLate(item, result) ? [{ item, index }] : [];
    });
    const again = await inWaves(late, jobs, ({ item }, sideBySide) => run(item, sideBySide, attempt));
    for (const [nth, { index }] of late.entries()) {
      const result = again[nth];
      if (result !== undefined) {
        results[index] = result;
      }
    }
  }
  return results;
}
