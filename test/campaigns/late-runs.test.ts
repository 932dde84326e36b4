import { describe, expect, test } from 'vitest';
import { untilOnTime } from '../../lab/campaigns/late-runs.ts';
import { fixedPace, nextWave, type Pace, paceFor, waveOf } from '../../lab/campaigns/pace.ts';

/** The results of items, `item.attempt` each, and how many ran at a time in each wave. */
async function measured(count: number, pace: Pace, latenessOf: (item: number, attempt: number, atATime: number) => number) {
  const waves: number[] = [];
  let running = 0;
  const results = await untilOnTime(
    Array.from({ length: count }, (_, index) => index + 1),
    pace,
    async (item, _sideBySide, attempt) => {
      running += 1;
      await Promise.resolve();
      const atATime = running;
      await Promise.resolve();
      if (--running === 0) {
        waves.push(atATime);
      }
      return { text: `${item}.${attempt}`, lateness: latenessOf(item, attempt, atATime) };
    },
    (_item, { lateness }) => lateness,
  );
  return { waves, results: results.map(({ text }) => text) };
}

describe('runs of a campaign', () => {
  test('are not repeated when their load was on time', async () => {
    expect(await measured(8, fixedPace(8), () => 0)).toEqual({
      waves: [8],
      results: ['1.0', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0', '8.0'],
    });
  });

  test('are repeated when they came late, fewer at a time and in the end alone, and the last attempt of each counts', async () => {
    const { waves, results } = await measured(8, fixedPace(8), (item, attempt) =>
      item >= 4 && (attempt === 0 || (item === 8 && attempt === 1)) ? 1.5 : 0.1,
    );
    expect(waves).toEqual([8, 2, 2, 1, 1]);
    expect(results).toEqual(['1.0', '2.0', '3.0', '4.1', '5.1', '6.1', '7.1', '8.2']);
  });

  test('go more at a time while their load is on time, up to what the memory holds', async () => {
    const { waves } = await measured(40, { atFirst: 4, atMost: 12 }, () => 0.1);
    expect(waves).toEqual([5, 7, 10, 9, 9]);
  });

  test('go fewer at a time when a wave was nearly too late, and settle where it is neither', async () => {
    const { waves } = await measured(40, { atFirst: 16, atMost: 32 }, (_item, _attempt, atATime) => (atATime > 10 ? 0.9 : 0.5));
    expect(waves).toEqual([14, 9, 9, 8]);
  });
});

describe('the size of the next wave', () => {
  test.each([
    [0, 12],
    [0.29, 12],
    [0.3, 8],
    [0.7, 8],
    [0.71, 4],
    [3, 4],
  ])('after a wave of 8 with lateness %s is %s', (lateness, next) => {
    expect(nextWave(8, lateness, { atFirst: 8, atMost: 100 })).toBe(next);
  });

  test('is never below one, never above what the memory holds, and stays where it was asked for', () => {
    expect(nextWave(1, 9, { atFirst: 8, atMost: 100 })).toBe(1);
    expect(nextWave(90, 0, { atFirst: 8, atMost: 100 })).toBe(100);
    expect(nextWave(5, 9, fixedPace(5))).toBe(5);
  });
});

test.each([
  [17, 16, 17],
  [20, 16, 10],
  [357, 16, 19],
  [3, 16, 3],
  [1, 1, 1],
])('of %i that remain, at %i a time, %i go into the next wave', (remaining, atATime, size) => {
  expect(waveOf(remaining, atATime, { atFirst: 16, atMost: 28 })).toBe(size);
});

test('a wave is never larger than it was asked to be with --jobs, or than the memory holds', () => {
  expect(waveOf(17, 16, fixedPace(16))).toBe(9);
  expect(waveOf(30, 28, { atFirst: 16, atMost: 28 })).toBe(15);
});

test('the first wave goes by the cores, and no wave takes more than its share of the memory', () => {
  const gib = 1024 ** 3;
  expect(paceFor({ cores: 2, memoryBytes: 24 * gib })).toEqual({ atFirst: 16, atMost: 28 });
  expect(paceFor({ cores: 16, memoryBytes: 8 * gib })).toEqual({ atFirst: 9, atMost: 9 });
  expect(paceFor({ cores: 1, memoryBytes: gib / 2 })).toEqual({ atFirst: 1, atMost: 1 });
});
