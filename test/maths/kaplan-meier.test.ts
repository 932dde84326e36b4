import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { censoredPercentile, type Wait } from '../../lab/maths/kaplan-meier.ts';

const ended = (...times: number[]): Wait[] => times.map((ms, index) => ({ ms, ended: true, fromNs: index * 1e9 }));
const going = (...times: number[]): Wait[] => times.map((ms, index) => ({ ms, ended: false, fromNs: index * 1e9 }));
const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a percentile of waits', () => {
  test('is the least wait that the share did not exceed, if all were seen to end', () => {
    expect(censoredPercentile(ended(...oneTo(100)), 0.95)).toMatchObject({ ms: 95, reached: true });
    expect(censoredPercentile(ended(7), 0.5)).toMatchObject({ ms: 7, reached: true });
  });

  test('is not reached if too many still wait; then it is longer than two of them waited', () => {
    expect(censoredPercentile([...ended(...oneTo(10)), ...going(3000, 2000, 1000)], 0.95)).toMatchObject({ ms: 2000, reached: false });
  });

  test('counts a wait that is not seen to end for as long as it was seen, by Kaplan and Meier', () => {
    // At risk 4, 3, 2 and 1: 3/4, then one leaves unseen, then 3/4 × 1/2, then 0.
    const waits = [...ended(1), ...going(2), ...ended(3, 4)];
    expect(censoredPercentile(waits, 0.25)).toMatchObject({ ms: 1 });
    expect(censoredPercentile(waits, 0.6)).toMatchObject({ ms: 3 });
    expect(censoredPercentile(waits, 0.7)).toMatchObject({ ms: 4 });
  });

  test('does not exist without waits', () => {
    expect(censoredPercentile([], 0.95)).toBeNull();
  });

  test('has an interval of one value if all waits are equal, and a wide one if a stretch of time differs from the rest', () => {
    expect(censoredPercentile(ended(...Array<number>(40).fill(5)), 0.95)?.interval).toEqual({ low: 5, high: 5 });
    const stretch = ended(...Array<number>(36).fill(5), ...Array<number>(4).fill(900));
    expect(censoredPercentile(stretch, 0.95)).toMatchObject({ ms: 900, interval: { low: 5, high: 900 } });
  });

  test('has no upper bound if it is not reached', () => {
    expect(censoredPercentile(going(...Array<number>(20).fill(3000)), 0.95)?.interval.high).toBe(Number.POSITIVE_INFINITY);
  });

  test('is never below that of the same waits if all had ended when last seen, and always lies within its interval', () => {
    const wait = fc.record({ ms: fc.integer({ min: 1, max: 1000 }), ended: fc.boolean(), fromNs: fc.integer({ min: 0, max: 1e9 }) });
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1, maxLength: 60 }), fc.constantFrom(0.5, 0.95, 0.99), (waits, share) => {
        const found = censoredPercentile(waits, share);
        const all = censoredPercentile(
          waits.map((each) => ({ ...each, ended: true })),
          share,
        );
        expect(found).not.toBeNull();
        if (found?.reached === true) {
          expect(found.ms).toBeGreaterThanOrEqual(all?.ms ?? 0);
          expect(found.interval.high).toBeGreaterThanOrEqual(found.ms);
        }
        expect(found?.interval.low).toBeLessThanOrEqual(found?.ms ?? 0);
      }),
    );
  });
});
