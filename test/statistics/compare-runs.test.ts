import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { comparisonAsText } from '../../lab/reports/comparison-in-words.ts';
import { compareRuns, isNoDifference } from '../../lab/statistics/compare-runs.ts';
import { plain } from '../../lab/text/paint.ts';
import { connect, outage } from '../support/recorded-run.ts';

/** A run with 40 connects in the fault phase that waited `greetingMs` and a bit more each. */
const run = (greetingMs: number, refused = 0): RunRecord =>
  outage(0, {
    samples: Array.from({ length: 40 }, (_, index) =>
      index < refused
        ? connect(10_000 + index, { refusal: greetingMs }, { outcome: 'refused' })
        : connect(10_000 + index, { greeting: greetingMs + (index % 7) }),
    ),
  });

const tcpIn = (first: RunRecord, second: RunRecord) => {
  const found = compareRuns(first, second).find(({ path, phase }) => path === 'tcp' && phase === 'fault');
  if (found?.waitDifferenceMs == null || found.okDifference === null) {
    throw new Error('nothing was compared');
  }
  return { ...found, waitDifferenceMs: found.waitDifferenceMs, okDifference: found.okDifference };
};

describe('two runs side by side', () => {
  test('differ in what clients waited, with bounds around the difference of the medians', () => {
    const { waitDifferenceMs } = tcpIn(run(10), run(500));
    expect(waitDifferenceMs.value).toBeCloseTo(490, 0);
    expect(waitDifferenceMs.from).toBeLessThanOrEqual(490);
    expect(waitDifferenceMs.to).toBeGreaterThanOrEqual(490);
    expect(isNoDifference(waitDifferenceMs)).toBe(false);
  });

  test('show no difference if they are the same run', () => {
    const { waitDifferenceMs, okDifference } = tcpIn(run(10), run(10));
    expect(isNoDifference(waitDifferenceMs)).toBe(true);
    expect(isNoDifference(okDifference)).toBe(true);
  });

  test('differ in the share that got in, with the bounds of Newcombe’s method', () => {
    // Newcombe’s formula by hand: -40.19 to -11.08 percentage points. (It gives 5.24 to 33.39 for 56 of 70 and 48 of 80, as in his paper.)
    const { okDifference, okPercent } = tcpIn(run(10), run(10, 10));
    expect(okPercent).toEqual([100, 75]);
    expect(okDifference.value).toBe(-25);
    expect(okDifference.from).toBeCloseTo(-40.2, 1);
    expect(okDifference.to).toBeCloseTo(-11.1, 1);
    expect(isNoDifference(okDifference)).toBe(false);
  });

  test('have no bounds with too few connects', () => {
    const few = outage(0, { samples: [connect(10_000, { greeting: 5 })] });
    const [compared] = compareRuns(few, run(10));
    expect(compared).toMatchObject({ attempts: [1, 40], waitMs: [5, 13], waitDifferenceMs: null, okDifference: null });
  });

  test('have a bound instead of a median, and of a difference, if too few waits were seen to end', () => {
    const gaveUp = outage(0, {
      samples: Array.from({ length: 40 }, (_, index) => connect(10_000 + index, {}, { outcome: 'timedOut', elapsedMs: 10_000 })),
    });
    const [compared] = compareRuns(gaveUp, run(10));
    expect(compared).toMatchObject({ waitMs: [10_000, 13], isLowerBound: [true, false] });
    expect(compared?.waitDifferenceMs).toMatchObject({ value: null, from: null });
    expect(compared?.waitDifferenceMs?.to).toBeCloseTo(-9987, -1);
    expect(comparisonAsText(compareRuns(gaveUp, run(10)), plain)).toContain('at most -9,98');
    expect(comparisonAsText(compareRuns(gaveUp, gaveUp), plain)).toContain('cannot be compared: too few waits were seen to end');
  });

  test('leave out a path that neither has', () => {
    expect(compareRuns(run(10), run(10)).map(({ path }) => path)).toEqual(['tcp']);
  });
});
