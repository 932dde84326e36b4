import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { percentileOf } from '../../lab/maths/kaplan-meier.ts';
import { percentiles, shares } from '../../lab/maths/percentiles.ts';

describe('percentiles', () => {
  test('are times that occurred, to the last digit', () => {
    expect(percentiles([5273.619, 5274.002, 0.0414])).toEqual({ min: 0.0414, p50: 5273.619, p95: 5274.002, p99: 5274.002, max: 5274.002 });
  });

  test('follow nearest rank: the least value that the share does not exceed', () => {
    const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
    expect(percentiles(oneTo(4))?.p50).toBe(2);
    expect(percentiles(oneTo(100))).toEqual({ min: 1, p50: 50, p95: 95, p99: 99, max: 100 });
  });

  test('do not exist without values', () => {
    expect(percentiles([])).toBeNull();
  });

  test('equal the estimate for waits if all waits were seen to end', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { minLength: 1, maxLength: 300 }), (values) => {
        const waits = values.map((ms, index) => ({ ms, ended: true, fromNs: index }));
        const found = percentiles(values);
        const estimated = Object.entries(shares).map(([statistic, share]) => [statistic, percentileOf(waits, share)?.ms]);
        expect(Object.fromEntries(estimated)).toEqual(found);
      }),
    );
  });
});
