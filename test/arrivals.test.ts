import { describe, expect, test } from 'vitest';
import { phaseWindows, scheduleArrivals } from '../lab/arrivals.ts';
import { expandClients } from '../lab/scenario.ts';

const windows = phaseWindows({ settleMs: 1000, baselineMs: 30_000, faultMs: 60_000, recoveryMs: 9000 });
const sources = {
  tcp: expandClients({ prefix: 'web', domain: 'app.test', firstAddress: '198.18.1.1', count: 20 }),
  outsider: expandClients({ prefix: 'x', domain: 'other.test', firstAddress: '198.19.0.1', count: 1 }),
};
const poisson = { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 20 }, connectTimeoutMs: 10_000 } as const;
const schedule = (load: Parameters<typeof scheduleArrivals>[0], seed = 1) => scheduleArrivals(load, windows, sources, seed);

describe('the load of a run', () => {
  test('phases follow one another without gaps', () => {
    expect(windows).toEqual({
      settle: { startMs: 0, endMs: 1000 },
      baseline: { startMs: 1000, endMs: 31_000 },
      fault: { startMs: 31_000, endMs: 91_000 },
      recovery: { startMs: 91_000, endMs: 100_000 },
    });
  });

  test('a Poisson process has its rate, and gaps that vary like exponential ones', () => {
    const times = schedule([poisson]).map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // 2,000 arrivals are expected, with a standard deviation of 45.
    expect(Math.abs(times.length - 2000)).toBeLessThan(4 * 45);
    expect(deviation / mean).toBeGreaterThan(0.9);
    expect(deviation / mean).toBeLessThan(1.1);
  });

  test('constant arrivals are evenly spaced', () => {
    const times = schedule([{ path: 'socket', arrivals: { process: 'constant', ratePerSecond: 4 }, connectTimeoutMs: 1000 }]).map(
      ({ atMs }) => atMs,
    );
    expect(times.slice(0, 3)).toEqual([250, 500, 750]);
  });

  test('fixed arrivals count from the beginning of their phase, and none lies behind its end', () => {
    const arrivals = { process: 'fixed', phase: 'fault', offsetsMs: [0, 5000, 60_000] } as const;
    expect(schedule([{ path: 'outsider', arrivals, connectTimeoutMs: 1000 }]).map(({ atMs }) => atMs)).toEqual([31_000, 36_000]);
  });

  test('the same seed gives the same load, another seed another one', () => {
    expect(schedule([poisson], 5)).toEqual(schedule([poisson], 5));
    expect(schedule([poisson], 5)).not.toEqual(schedule([poisson], 6));
  });

  test('the arrivals of one path do not change when another path is added', () => {
    const alone = schedule([poisson]).map(({ atMs, source }) => [atMs, source]);
    const withSocket = schedule([poisson, { path: 'socket', arrivals: { process: 'poisson', ratePerSecond: 3 }, connectTimeoutMs: 1 }]);
    expect(withSocket.filter(({ path }) => path === 'tcp').map(({ atMs, source }) => [atMs, source])).toEqual(alone);
  });

  test('network clients come from all their addresses, others from none', () => {
    const all = schedule([poisson, { path: 'session', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 1 }]);
    expect(new Set(all.filter(({ path }) => path === 'tcp').map(({ source }) => source)).size).toBe(20);
    expect(all.filter(({ path }) => path === 'session').every(({ source }) => source === null)).toBe(true);
  });
});
