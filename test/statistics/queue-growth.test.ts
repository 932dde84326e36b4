import { describe, expect, test } from 'vitest';
import { measure } from '../../lab/statistics/measure.ts';
import { kneeOf, queueGrowth } from '../../lab/statistics/queue-growth.ts';
import { connect, manifestOf, outage, reading, smallScenario } from '../support/recorded-run.ts';

const ratesPerSecond = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const stepMs = 1000;
const scenario = smallScenario({
  load: [{ path: 'tcp', arrivals: { process: 'steps', phase: 'fault', stepMs, ratesPerSecond, elsewherePerSecond: 1 } }],
});

/** A run in which the server takes `capacity` connects a second, with eight readings of the accept queue a second. */
function steppedRun(capacity: number) {
  let depth = 0;
  const readings = ratesPerSecond.flatMap((rate, step) =>
    Array.from({ length: 8 }, (_, index) => {
      const now = reading(10_000 + step * stepMs + index * 125, { acceptQueueDepth: Math.round(depth) });
      depth = Math.max(0, depth + (rate - capacity) / 8);
      return now;
    }),
  );
  const connects = ratesPerSecond.map((_, step) => connect(10_000 + step * stepMs + 500, { greeting: 100 * (step + 1) }));
  return outage(0, { manifest: manifestOf(scenario), samples: [...readings, ...connects] });
}

describe('the threshold of a stepped load', () => {
  test.each([2.5, 5, 7.5])('is found where the queue begins to grow: %d a second', (capacity) => {
    const { value, unit, samples } = measure(steppedRun(capacity), { of: 'knee', path: 'tcp' }, 'fault');
    expect(Math.abs(Number(value) / capacity - 1)).toBeLessThan(0.1);
    expect({ unit, samples }).toEqual({ unit: 'connects per second', samples: 10 });
  });

  test('does not exist if no step makes the queue grow', () => {
    expect(measure(steppedRun(20), { of: 'knee', path: 'tcp' }, 'fault').value).toBeNull();
    expect(kneeOf([])).toBeNull();
  });

  test('is exact if the growth is exact', () => {
    expect(kneeOf(ratesPerSecond.map((rate) => ({ ratePerSecond: rate, growthPerSecond: Math.max(0, rate - 5), samples: 9 })))).toBeCloseTo(
      5,
      1,
    );
  });

  test('comes with the growth of each step', () => {
    const growth = queueGrowth(steppedRun(5), 'tcp').map(({ growthPerSecond }) => growthPerSecond);
    expect(Math.max(...growth.slice(0, 4))).toBe(0);
    expect(growth[9]).toBeGreaterThan(4);
    const { value } = measure(steppedRun(5), { of: 'queueGrowth', path: 'tcp', steps: { from: 9, to: 10 } }, 'fault');
    expect(Number(value)).toBeCloseTo(((growth[8] ?? 0) + (growth[9] ?? 0)) / 2, 6);
  });

  test('comes with times of some steps only, on request', () => {
    const of = (from: number, to: number) =>
      measure(steppedRun(5), { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'max', steps: { from, to } }, 'fault');
    expect(of(1, 2)).toMatchObject({ value: 200, samples: 2 });
    expect(of(10, 10)).toMatchObject({ value: 1000, samples: 1 });
  });

  test('ignores readings of a full queue, which cannot grow', () => {
    const run = steppedRun(5);
    const samples = run.samples.map((sample) =>
      sample.kind === 'reading'
        ? { ...sample, values: { acceptQueueDepth: Math.min(6, Number(sample.values.acceptQueueDepth)), acceptQueueLimit: 6 } }
        : sample,
    );
    const { value } = measure({ ...run, samples }, { of: 'knee', path: 'tcp' }, 'fault');
    expect(Math.abs(Number(value) / 5 - 1)).toBeLessThan(0.15);
  });

  test('does not exist for a path without steps', () => {
    expect(measure(outage(1000), { of: 'knee', path: 'tcp' }, 'fault')).toMatchObject({ value: null, samples: 0 });
  });
});
