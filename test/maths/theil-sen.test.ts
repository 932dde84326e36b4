import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theilSen } from '../../lab/maths/theil-sen.ts';

describe('the slope by Theil and Sen', () => {
  test('of a straight line is exact', () => {
    expect(theilSen([5, 7, 9, 11, 13, 15])).toEqual({ perStep: 2, low: 2, high: 2 });
  });

  test('is not moved by an outlier that would tilt a least-squares line', () => {
    expect(theilSen([1, 1, 1, 1, 1, 1, 1, 1000])?.perStep).toBe(0);
  });

  test('of noise around a constant has an interval that contains zero', () => {
    const values = [4, 9, 1, 7, 5, 8, 2, 6, 3, 5, 7, 4];
    const { low, high } = theilSen(values) ?? { low: 0, high: 0 };
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('follows a worked example: its bounds are the slopes whose ranks are (N ∓ C) / 2', () => {
    // Slopes 1 2 3 3 4 4 5 5 6 7; N = 10, C = 1.96 × √(5 × 4 × 15 / 18) = 8.002: the interval begins with the first and ends with the last.
    const values = [0, 1, 4, 9, 16];
    expect(theilSen(values)).toEqual({ perStep: 4, low: 1, high: 7 });
  });

  test('does not exist for fewer than two values', () => {
    expect(theilSen([])).toBeNull();
    expect(theilSen([3])).toBeNull();
  });

  test('lies within its interval, changes sign with the series, and ignores where that begins', () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(series, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const slope = theilSen(values);
        const shifted = theilSen(values.map((value) => value + shift));
        const mirrored = theilSen(values.map((value) => -value));
        expect(slope?.low).toBeLessThanOrEqual(slope?.perStep ?? Number.NaN);
        expect(slope?.high).toBeGreaterThanOrEqual(slope?.perStep ?? Number.NaN);
        expect(shifted?.perStep).toBeCloseTo(slope?.perStep ?? Number.NaN);
        expect(mirrored?.perStep).toBeCloseTo(-(slope?.perStep ?? Number.NaN));
      }),
    );
  });
});
