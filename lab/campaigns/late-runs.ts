import type { SideBySide } from '../run/run-options.ts';
import { nextWave, type Pace, waveOf } from './pace.ts';
import { inWaves } from './waves.ts';

/** Each round of repeats runs this many times fewer items at a time. */
const fewerBy = 4;

/**
 * Runs all items in waves, as many side by side as the machine carries: the lateness of one wave decides the size of the next. Repeats late runs,
 * whose load came later than allowed: fewer at a time in each round, and one at a time in the last. This is the one policy of all campaigns.
 *
 * @param run makes one attempt; attempts count from 0.
 * @param latenessOf how late the load of an attempt came, as a share of what is allowed; above 1 the attempt cannot be judged.
 * @returns the last attempt of each item, in their order.
 * @throws the first error of a wave, after the whole wave has ended.
 */
export async function untilOnTime<T, R>(
  items: readonly T[],
  pace: Pace,
  run: (item: T, sideBySide: SideBySide, attempt: number) => Promise<R>,
  latenessOf: (item: T, result: R) => number,
): Promise<R[]> {
  const attempts: Attempt<T, R>[] = [];
  const lateness = ({ item, result }: Attempt<T, R>): number => latenessOf(item, result);
  let atATime = pace.atFirst;
  while (attempts.length < items.length) {
    const remaining = items.length - attempts.length;
    const wave = items.slice(attempts.length, attempts.length + waveOf(remaining, atATime, pace));
    const ended = await inWaves(wave, wave.length, async (item, sideBySide) => ({ item, result: await run(item, sideBySide, 0) }));
    attempts.push(...ended);
    atATime = nextWave(atATime, Math.max(...ended.map(lateness)), pace);
  }
  for (let jobs = Math.min(pace.atFirst, atATime), attempt = 1; jobs > 1; attempt++) {
    jobs = Math.max(1, Math.floor(jobs / fewerBy));
    await inWaves(
      attempts.filter((each) => lateness(each) > 1),
      jobs,
      async (each, sideBySide) => {
        each.result = await run(each.item, sideBySide, attempt);
      },
    );
  }
  return attempts.map(({ result }) => result);
}

/** An item and its latest result. */
interface Attempt<T, R> {
  readonly item: T;
  result: R;
}
