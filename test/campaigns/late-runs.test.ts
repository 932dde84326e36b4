import { expect, test } from 'vitest';
import { untilOnTime } from '../../lab/campaigns/late-runs.ts';

/** The results of eight items, `item.attempt` each, and how many ran at a time in each attempt. */
async function repeated(isLate: (item: number, attempt: number) => boolean) {
  const most: number[] = [];
  let running = 0;
  const results = await untilOnTime(
    [1, 2, 3, 4, 5, 6, 7, 8],
    8,
    async (item, _sideBySide, attempt) => {
      running += 1;
      most[attempt] = Math.max(most[attempt] ?? 0, running);
      await Promise.resolve();
      running -= 1;
      return { attempt, text: `${item}.${attempt}` };
    },
    (item, { attempt }) => isLate(item, attempt),
  );
  return { most, results: results.map(({ text }) => text) };
}

test('runs that are on time are not repeated', async () => {
  expect(await repeated(() => false)).toEqual({ most: [8], results: ['1.0', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0', '8.0'] });
});

test('late runs are repeated, fewer at a time and in the end alone, and the last attempt of each counts', async () => {
  const { most, results } = await repeated((item, attempt) => item >= 4 && (attempt === 0 || item === 8));
  expect(most).toEqual([8, 2, 1]);
  expect(results).toEqual(['1.0', '2.0', '3.0', '4.1', '5.1', '6.1', '7.1', '8.2']);
});
