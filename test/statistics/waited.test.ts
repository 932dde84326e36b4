import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Statistic } from '../../lab/maths/percentiles.ts';
import type { ConnectSample } from '../../lab/record/samples.ts';
import { phaseRows } from '../../lab/reports/phase-rows.ts';
import { compareRuns } from '../../lab/statistics/compare-runs.ts';
import { measure } from '../../lab/statistics/measure.ts';
import { isSlow } from '../../lab/statistics/slow-connects.ts';
import { waited } from '../../lab/statistics/waited.ts';
import { PathSoFar } from '../../lab/terminal/live/path-so-far.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { connect, manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const greeted = (ms: number, at = 0): ConnectSample => connect(at, { greeting: ms, firstResult: ms + 900 });
const refused = (ms: number, at = 0): ConnectSample => connect(at, { refusal: ms }, { outcome: 'refused', elapsedMs: ms + 2 });
const gaveUp = (ms: number, at = 0): ConnectSample => connect(at, {}, { outcome: 'timedOut', elapsedMs: ms });
const pending = (ms: number, at = 0): ConnectSample => connect(at, {}, { outcome: 'pending', elapsedMs: ms });
const failed = (ms: number, at = 0): ConnectSample => connect(at, {}, { outcome: 'failed', elapsedMs: ms });
const kept = { tcpConnected: 0, greeting: 0, authenticated: 0 };

const recordOf = (samples: readonly ConnectSample[]) => outage(0, { samples: [...samples] });

describe('a client waited', () => {
  test.each<[string, ConnectSample, number, boolean]>([
    ['until it was greeted', greeted(40), 40, true],
    ['until it was refused', refused(30), 30, true],
    ['until its connect failed', failed(7), 7, true],
    ['at least until it gave up', gaveUp(2000), 2000, false],
    ['at least until the run was over', pending(900), 900, false],
    ['for the result, on a connection that a pool kept', connect(0, { ...kept, firstResult: 138 }, { pooled: true }), 138, true],
    [
      'at least until the run was over, where a kept connection gave no result',
      connect(0, kept, { pooled: true, outcome: 'pending', elapsedMs: 4000 }),
      4000,
      false,
    ],
    ['for the result, in a session', connect(0, { firstResult: 3 }, { path: 'session' }), 3, true],
  ])('%s', (_what, sample, ms, ended) => {
    expect(waited(sample)).toMatchObject({ ms, ended });
  });

  test('too long if a kept connection gave no result: it counts as slow', () => {
    expect(isSlow(connect(0, kept, { pooled: true, outcome: 'pending', elapsedMs: 4000 }), 50)).toBe(true);
    expect(isSlow(connect(0, { ...kept, firstResult: 138 }, { pooled: true }), 50)).toBe(true);
  });

  test('as long as the live view says', () => {
    const view = new PathSoFar('tcp', [], 4);
    view.take(connect(0, { ...kept, firstResult: 138 }, { pooled: true }), 0);
    expect(view.latest?.ms).toBe(138);
    view.take(refused(30), 0);
    expect(view.latest?.ms).toBe(30);
  });
});

describe('one run has one median', () => {
  const each = fc.constantFrom(greeted, refused, gaveUp, pending, failed);
  const time = fc.double({ min: 1, max: 9000, noNaN: true }).map((ms) => Math.round(ms * 1000) / 1000);
  const samplesOf = fc.array(
    fc.tuple(each, time, fc.integer({ min: 0, max: 9999 })).map(([make, ms, at]) => make(ms, at)),
    { minLength: 1, maxLength: 80 },
  );

  test('in the phase table, in a comparison and for the questions of verify and the matrix', () => {
    fc.assert(
      fc.property(samplesOf, (samples) => {
        const record = recordOf(samples);
        const times = judge(record).phases.baseline?.paths['tcp']?.waitMs;
        const compared = compareRuns(record, record).find(({ phase }) => phase === 'baseline');
        expect(compared?.waitMs).toEqual([times?.p50, times?.p50]);
        expect(compared?.isLowerBound[0]).toBe(times?.longerThan?.includes('p50') === true);
        for (const statistic of ['p50', 'p95', 'p99'] as const) {
          const asked = measure(record, { of: 'wait', path: 'tcp', statistic }, 'baseline');
          expect(asked.value).toBe(times?.[statistic]);
          expect(asked.isLowerBound === true).toBe(times?.longerThan?.includes(statistic) === true);
        }
      }),
    );
  });

  test('for the questions of scenarios, if clients were greeted', () => {
    const record = recordOf([5273.619, 5274.002, 6187.25, 12.5].map((ms) => greeted(ms)));
    const asked = (of: 'stage' | 'elapsed', statistic: Statistic) =>
      measure(record, of === 'stage' ? { of, path: 'tcp', stage: 'greeting', statistic } : { of, path: 'tcp', statistic }, 'baseline')
        .value;
    const times = judge(record).phases.baseline?.paths['tcp'];
    expect(times?.waitMs).toEqual({ p50: 5273.619, p95: 6187.25, p99: 6187.25, max: 6187.25 });
    expect(times?.greetingMs).toEqual(times?.waitMs);
    for (const statistic of ['p50', 'p95', 'p99', 'max'] as const) {
      expect([asked('stage', statistic), asked('elapsed', statistic)]).toEqual([times?.waitMs?.[statistic], times?.waitMs?.[statistic]]);
    }
  });

  test('that includes clients that gave up, not only clients that the server refused', () => {
    const outsiders = [refused(20), refused(30), gaveUp(10_000), gaveUp(10_000), gaveUp(10_000)].map(
      (sample): ConnectSample => ({ ...sample, path: 'outsider' }),
    );
    const row = phaseRows(judge(recordOf(outsiders))).find(([phase, path]) => phase === 'baseline' && path === 'outsider');
    expect(row).toEqual(['baseline', 'outsider', '5', '·', '2', '3', '·', '·', '> 10,000', '> 10,000', '> 10,000']);
  });
});

describe('a percentile that was not seen', () => {
  const judged = (limit: { atMost: number } | { atLeast: number }, samples: readonly ConnectSample[]) =>
    judge({
      ...recordOf(samples),
      manifest: manifestOf(
        smallScenario({
          fault: { id: 'none' },
          healthyBaseline: false,
          expectations: [
            { id: 'x', text: 'x', measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' }, phase: 'all', ...limit },
          ],
        }),
      ),
    }).expectations[0];
  const gaveUpEarly = [800, 800, 800, 800].map((ms) => gaveUp(ms));

  test('does not confirm that clients were greeted soon: they may have given up before', () => {
    expect(judged({ atMost: 5000 }, gaveUpEarly)).toMatchObject({ verdict: 'inconclusive', measured: 800, isLowerBound: true });
    expect(judged({ atMost: 500 }, gaveUpEarly)).toMatchObject({ verdict: 'refuted' });
  });

  test('does not refute that clients were greeted late', () => {
    expect(judged({ atLeast: 1000 }, gaveUpEarly)).toMatchObject({ verdict: 'inconclusive', measured: 800 });
    expect(judged({ atLeast: 700 }, gaveUpEarly)).toMatchObject({ verdict: 'confirmed' });
  });
});
