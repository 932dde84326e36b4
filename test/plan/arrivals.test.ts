import { describe, expect, test } from 'vitest';
import { phaseWindows, stepWindows } from '../../lab/model/timeline.ts';
import { scheduleArrivals } from '../../lab/plan/arrivals.ts';
import { expandClients } from '../../lab/scenario/hosts-schema.ts';

const windows = phaseWindows({ settleMs: 1000, baselineMs: 30_000, faultMs: 60_000, recoveryMs: 9000 });
const sources = {
  tcp: expandClients({ prefix: 'web', domain: 'app.test', firstAddress: '198.18.1.1', count: 20 }),
  outsider: expandClients({ prefix: 'x', domain: 'other.test', firstAddress: '198.19.0.1', count: 1 }),
  host: { name: 'db.app.test', address: '198.18.0.10' },
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

  test('fixed arrivals count from the beginning of their phase, and none comes after its end', () => {
    const arrivals = { process: 'fixed', phase: 'fault', offsetsMs: [0, 5000, 60_000] } as const;
    expect(schedule([{ path: 'outsider', arrivals, connectTimeoutMs: 1000 }]).map(({ atMs }) => atMs)).toEqual([31_000, 36_000]);
  });

  test('clients quit before they close unless the stream says otherwise', () => {
    expect(new Set(schedule([poisson]).map(({ quits }) => quits))).toEqual(new Set([true]));
    expect(new Set(schedule([{ ...poisson, quits: false }]).map(({ quits }) => quits))).toEqual(new Set([false]));
  });

  test('the same seed gives the same load, and another seed a different one', () => {
    expect(schedule([poisson], 5)).toEqual(schedule([poisson], 5));
    expect(schedule([poisson], 5)).not.toEqual(schedule([poisson], 6));
  });

  test('the arrivals of one path do not change when another path is added', () => {
    const alone = schedule([poisson]).map(({ atMs, source }) => [atMs, source]);
    const withSocket = schedule([poisson, { path: 'socket', arrivals: { process: 'poisson', ratePerSecond: 3 }, connectTimeoutMs: 1 }]);
    expect(withSocket.filter(({ path }) => path === 'tcp').map(({ atMs, source }) => [atMs, source])).toEqual(alone);
  });

  test('network clients come from all their addresses, other clients from none', () => {
    const all = schedule([poisson, { path: 'session', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 1 }]);
    expect(new Set(all.filter(({ path }) => path === 'tcp').map(({ source }) => source)).size).toBe(20);
    expect(all.filter(({ path }) => path === 'session').every(({ source }) => source === null)).toBe(true);
  });

  test('a stepped rate has the arrivals of its rate in each step, and its other rate elsewhere', () => {
    const arrivals = { process: 'steps', phase: 'fault', ratesPerSecond: [2, 8], stepMs: 10_000, elsewherePerSecond: 1 } as const;
    const times = schedule([{ path: 'tcp', arrivals, connectTimeoutMs: 1000 }]).map(({ atMs }) => atMs);
    const between = (fromMs: number, toMs: number) => times.filter((at) => at >= fromMs && at < toMs).length;
    expect([between(0, 31_000), between(31_000, 41_000), between(41_000, 51_000), between(51_000, 91_000)]).toEqual([30, 20, 80, 0]);
    expect(between(91_000, 100_000)).toBe(9);
    expect(stepWindows(arrivals, windows)).toEqual([
      { startMs: 31_000, endMs: 41_000, ratePerSecond: 2 },
      { startMs: 41_000, endMs: 51_000, ratePerSecond: 8 },
    ]);
  });

  test('a burst comes at once or within its time', () => {
    const burst = { process: 'burst', phase: 'fault', offsetMs: 2000, count: 5, withinMs: 0, elsewherePerSecond: 0.1 } as const;
    const times = (arrivals: Parameters<typeof scheduleArrivals>[0][number]['arrivals']) =>
      schedule([{ path: 'tcp', arrivals, connectTimeoutMs: 1000 }])
        .map(({ atMs }) => atMs)
        .filter((at) => at >= 31_000 && at < 91_000);
    expect(times(burst)).toEqual([33_000, 33_000, 33_000, 33_000, 33_000]);
    expect(times({ ...burst, withinMs: 1000 })).toEqual([33_000, 33_200, 33_400, 33_600, 33_800]);
  });

  test('a client that tries again at once never waits; one that backs off waits within bounds that double', () => {
    const [atOnce] = schedule([{ ...poisson, retry: { after: 'immediately', maximumRetries: 3 } }]);
    expect(atOnce?.retryDelaysMs).toEqual([0, 0, 0]);
    const backingOff = schedule([
      { ...poisson, retry: { after: 'backoff', maximumRetries: 5, firstDelayMs: 100, longestDelayMs: 1000 } },
    ]).map(({ retryDelaysMs }) => retryDelaysMs);
    for (const [index, bound] of [100, 200, 400, 800, 1000].entries()) {
      const drawn = backingOff.map((delays) => delays[index] ?? -1);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...drawn)).toBeLessThan(bound);
      expect(Math.max(...drawn)).toBeGreaterThan(0.9 * bound);
    }
    expect(schedule([poisson])[0]?.retryDelaysMs).toEqual([]);
  });

  test('clients that keep connections open them at the beginning of the run', () => {
    const pooled = schedule([{ ...poisson, pool: { idleConnections: 2 } }]);
    const filling = pooled.filter(({ atMs }) => atMs === 0);
    expect(filling).toHaveLength(40);
    expect(new Set(filling.map(({ source }) => source)).size).toBe(20);
    expect(pooled.every(({ idleConnections }) => idleConnections === 2)).toBe(true);
    expect(pooled.length - filling.length).toBe(schedule([poisson]).length);
  });

  test('a client on the database host itself comes from the host’s address', () => {
    const local = schedule([{ path: 'localTcp', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 1000 }]);
    expect(new Set(local.map(({ source }) => source))).toEqual(new Set(['198.18.0.10']));
  });
});
