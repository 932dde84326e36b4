import { describe, expect, test } from 'vitest';
import type { LabEvent } from '../../lab/record/events.ts';
import { comparisonAsText } from '../../lab/reports/comparison-in-words.ts';
import { compareRuns, isNoDifference } from '../../lab/statistics/compare-runs.ts';
import { measure } from '../../lab/statistics/measure.ts';
import { plain } from '../../lab/text/paint.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, smallScenario } from '../support/recorded-run.ts';

/** An outage in which connects of the fault phase waited 3 s. Strace held up the accept thread from 10.5 s to 13 s. */
const disturbed = outage(3000, {
  events: [...faultEvents, query(11_000), { kind: 'disturbance', by: 'system-calls', fromNs: atNs(10_500), toNs: atNs(13_000) }],
});

describe('a tool that holds up the accept thread', () => {
  test('removes the connects that waited meanwhile from samples of time, but not from counts', () => {
    const [, expectation] = [judge(outage(3000)), judge(disturbed)].map((verdict) => verdict.expectations[0]);
    expect(judge(outage(3000)).expectations[0]).toMatchObject({ samples: 10 });
    // The connects of 10, 11 and 12 s waited while it was there; later ones did not.
    expect(expectation).toMatchObject({ samples: 7 });
    expect(judge(disturbed).phases.fault?.paths['tcp']).toMatchObject({ attempts: 10, ok: 10 });
  });

  test('is named as the reason if it leaves too few samples', () => {
    const throughout = { kind: 'disturbance' as const, by: 'system-calls', fromNs: atNs(10_000), toNs: atNs(20_000) };
    const [expectation] = judge({ ...disturbed, events: [...disturbed.events, throughout] }).expectations;
    expect(expectation).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^too few samples: 0 .* without --evidence$/),
    });
  });

  test('leaves a figure of time with bounds if it made connects slow', () => {
    // Of 5.5 s, the tool may have caused the 2.5 s for which it was there.
    const slow = disturbed.samples.map((sample) =>
      sample.kind === 'connect' && sample.scheduledNs === atNs(12_000)
        ? { ...sample, stages: { ...sample.stages, greeting: 5500 }, elapsedMs: 5500 }
        : sample,
    );
    expect(judge({ ...disturbed, samples: slow }).phases.fault?.paths['tcp']?.greetingMs).toMatchObject({
      max: 3000,
      within: { max: { low: 3000, high: 5500 } },
    });
    const unmarked = { ...disturbed, samples: slow, events: [...faultEvents, query(11_000)] };
    expect(judge(unmarked).phases.fault?.paths['tcp']?.greetingMs).toMatchObject({ max: 5500 });
  });

  describe('in a run in which it held up the clients that wait long', () => {
    const from = 12_000;
    /** 24 connects of the fault phase: 18 that waited 4 s, all while strace was there, and 6 that waited 5 ms, none of them then. */
    const samples = Array.from({ length: 24 }, (_, index) =>
      index < 18 ? connect(11_000 + 50 * index, { greeting: 4000 }) : connect(17_000 + 50 * index, { greeting: 5 }),
    );
    const events: LabEvent[] = [...faultEvents, query(11_000)];
    const alone = outage(0, { samples, events });
    const traced = outage(0, {
      samples: samples.map((sample, index) =>
        index === 0 ? { ...sample, outcome: 'timedOut', stages: { ...sample.stages, greeting: null }, elapsedMs: 10_000 } : sample,
      ),
      events: [...events, { kind: 'disturbance', by: 'system-calls', fromNs: atNs(from), toNs: atNs(from + 800) }],
    });
    const judged = (limit: { atMost: number } | { atLeast: number }, statistic: 'p50' | 'p95' | 'max') =>
      judge({
        ...traced,
        manifest: manifestOf(
          smallScenario({
            healthyBaseline: false,
            expectations: [{ id: 'x', text: 'x', measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic }, ...limit }],
          }),
        ),
      }).expectations[0];

    test('does not flatter an expectation', () => {
      expect(judged({ atMost: 500 }, 'p50')).not.toMatchObject({ verdict: 'confirmed' });
      expect(judged({ atMost: 500 }, 'p95')).toMatchObject({ verdict: 'refuted' });
      expect(judged({ atMost: 3500 }, 'p50')).toMatchObject({ verdict: 'inconclusive', interval: { low: 3200, high: 4000 } });
      expect(judged({ atMost: 3500 }, 'max')).toMatchObject({ verdict: 'refuted' });
    });

    test('lets an expectation be confirmed by the waits without the tool', () => {
      // Of the 4 s, the tool may have caused 0.8 s.
      expect(judged({ atLeast: 3000 }, 'p50')).toMatchObject({ verdict: 'confirmed', samples: 6 });
      expect(judged({ atLeast: 3500 }, 'p50')).toMatchObject({ verdict: 'inconclusive' });
    });

    test('does not flatter the question of verify and the matrix', () => {
      const asked = measure(traced, { of: 'wait', path: 'tcp', statistic: 'p50' }, 'fault');
      expect(asked).toMatchObject({ samples: 6, isLowerBound: true });
      expect(asked.interval?.high).toBeGreaterThanOrEqual(4000);
    });

    test('leaves all connects in the tries and shares of a comparison', () => {
      const compared = compareRuns(alone, traced).find(({ phase }) => phase === 'fault');
      expect(compared).toMatchObject({ attempts: [24, 24], heldUp: [0, 18], okPercent: [100, (100 * 23) / 24] });
    });

    test('makes no difference in a comparison', () => {
      const compared = compareRuns(alone, traced).find(({ phase }) => phase === 'fault');
      expect(compared?.waitDifferenceMs).toSatisfy((found) => isNoDifference(found));
    });

    test('is mentioned in a comparison, with what the bounds allow for', () => {
      expect(comparisonAsText(compareRuns(alone, traced), plain)).toContain(
        'In the second run, evidence held up the accept thread while 18 connects waited',
      );
    });

    test('does not hide that a run is slower by more than the tool can have caused', () => {
      const quick = outage(0, { samples: samples.map((sample) => ({ ...sample, stages: { ...sample.stages, greeting: 5 } })), events });
      const found = compareRuns(quick, traced).find(({ phase }) => phase === 'fault')?.waitDifferenceMs;
      expect(found?.to).toBeGreaterThan(3000);
    });
  });
});
