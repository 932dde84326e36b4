import { describe, expect, test } from 'vitest';
import type { FaultSettings } from '../../lab/faults/index.ts';
import type { ExpectationInput } from '../../lab/model/expectation.ts';
import type { QueryEvent } from '../../lab/record/events.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { verdictSchema } from '../../lab/verdict/verdict-schema.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, smallScenario } from '../support/recorded-run.ts';

const withExpectations = (record: RunRecord, ...expectations: ExpectationInput[]): RunRecord => ({
  ...record,
  manifest: manifestOf(smallScenario({ expectations })),
});
const greeting = { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' } as const;

describe('the verdict on one expectation', () => {
  test('is confirmed when the measured value keeps a limit relative to the injected delay', () => {
    const verdict = judge(outage(1200));
    expect(verdict.verdict).toBe('confirmed');
    expect(verdict.expectations[0]).toMatchObject({
      verdict: 'confirmed',
      relation: 'atLeast',
      limit: 1000,
      basis: '2 × the injected 500 ms',
      samples: 10,
    });
  });

  test('is refuted when the value breaks the limit, and the reason has both figures', () => {
    const verdict = judge(outage(800));
    expect(verdict.verdict).toBe('refuted');
    expect(verdict.reasons[0]).toMatch(/^stalls: expected at least 1000 ms, measured 800/);
  });

  test('uses the delay that was injected, if it differs from the scenario’s', () => {
    const record = outage(400, { manifest: manifestOf(smallScenario(), {}, { delayMs: 150 }) });
    expect(judge(record).expectations[0]).toMatchObject({ verdict: 'confirmed', limit: 300 });
  });

  test('can be relative to the share of lookups beside the server’s own work: the limit falls with the delay', () => {
    const record = (delayMs: number) =>
      outage(delayMs, {
        manifest: manifestOf(
          smallScenario({
            expectations: [{ id: 'cause', text: 'the DNS', measure: { of: 'cause' }, atLeast: { lookupsBesideMs: 50 } }],
          }),
          {},
          { delayMs },
        ),
      });
    const limits = [500, 50].map((delayMs) => judge(record(delayMs)).expectations.map(({ limit, basis }) => ({ limit, basis })));
    expect(limits).toEqual([
      [{ limit: 95.238, basis: "2 × the injected 500 ms, and 50 ms of the server's own" }],
      [{ limit: 66.667, basis: "2 × the injected 50 ms, and 50 ms of the server's own" }],
    ]);
  });

  test('is inconclusive with too few samples: absence confirms nothing', () => {
    const atMost = { id: 'fast', text: 'fast', measure: { ...greeting, path: 'socket' }, atMost: 10 } as const;
    expect(judge(withExpectations(outage(1200), atMost)).expectations[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'too few samples: 0 of at least 1',
    });
  });

  test('can be relative to the baseline of the same run, with a floor', () => {
    const steady = { id: 'steady', text: 'steady', measure: greeting, atMost: { timesBaseline: 5, floor: 20 } } as const;
    expect(judge(withExpectations(outage(19), steady)).expectations[0]).toMatchObject({ verdict: 'confirmed', limit: 20 });
    expect(judge(withExpectations(outage(21), steady)).expectations[0]).toMatchObject({ verdict: 'refuted' });
  });

  test('can cover a part of the phase only', () => {
    const part = {
      id: 'part',
      text: 'part',
      measure: { ...greeting, statistic: 'max' },
      within: { fromMs: 0, untilMs: 5000 },
      atMost: 100,
    } as const;
    const stalledLate = outage(4).samples.map((sample) =>
      sample.kind === 'connect' && sample.scheduledNs >= atNs(15_000) ? { ...sample, stages: { ...sample.stages, greeting: 900 } } : sample,
    );
    const record = outage(4, { samples: stalledLate });
    expect(judge(withExpectations(record, part)).expectations[0]).toMatchObject({ verdict: 'confirmed', samples: 5 });
    const rest = { ...part, within: { fromMs: 5000, untilMs: 10_000 } };
    expect(judge(withExpectations(record, rest)).expectations[0]).toMatchObject({ verdict: 'refuted', samples: 5 });
  });

  test('can be relative to how long the host’s resolver waits', () => {
    const waits = { id: 'waits', text: 'waits', measure: greeting, atLeast: { timesResolverGivesUp: 0.95 } } as const;
    expect(judge(withExpectations(outage(9600), waits)).expectations[0]).toMatchObject({ verdict: 'confirmed', limit: 9500 });
  });
});

describe('the verdict on a run', () => {
  const unsure = { id: 'unsure', text: 'no samples', measure: { ...greeting, path: 'socket' }, atMost: 10 } as const;
  const stalls = { id: 'stalls', text: 'stalls', measure: greeting, atLeast: { timesInjectedDelay: 2 } } as const;

  test('refuted beats inconclusive, inconclusive beats confirmed', () => {
    expect(judge(withExpectations(outage(800), stalls, unsure)).verdict).toBe('refuted');
    expect(judge(withExpectations(outage(1200), stalls, unsure)).verdict).toBe('inconclusive');
  });

  test.each<[string, Partial<RunRecord>, RegExp]>([
    [
      'a server that is not linked',
      {
        manifest: manifestOf(smallScenario(), {
          server: { ...(manifestOf(smallScenario()).server as NonNullable<RunRecord['manifest']['server']>), libwrap: false },
        }),
      },
      /not linked against libwrap/,
    ],
    ['a server that did not start', { manifest: manifestOf(smallScenario(), { server: null }) }, /did not start/],
    ['an interrupted run', { manifest: manifestOf(smallScenario(), { ended: 'interrupted', problem: 'SIGTERM' }) }, /interrupted: SIGTERM/],
    [
      'an unhealthy baseline',
      {
        samples: outage(1200).samples.map((sample, index) =>
          sample.kind === 'connect' && index < 3 ? { ...sample, outcome: 'failed' as const } : sample,
        ),
      },
      /the baseline was unhealthy: 7 of 10/,
    ],
    ['no baseline at all', { samples: outage(1200).samples.slice(10) }, /no connects to compare with/],
    [
      'a load generator that fell behind',
      { samples: outage(1200).samples.map((sample) => (sample.kind === 'connect' ? { ...sample, lagMs: 900 } : sample)) },
      /fell behind/,
    ],
    [
      'an agent that stalled',
      { events: [...outage(1200).events, { kind: 'heldUp', role: 'watch', atNs: atNs(15_000), forMs: 3000 }] },
      /the watch agent stalled for 3\.0 s, beginning 12\.0 s into the run/,
    ],
    ['a fault without effect', { events: [...faultEvents, query(11_000, { treatment: 'honest', delayMs: 0 })] }, /had no visible effect/],
    ['a fault that was never set', { events: [query(11_000, { fault: 'none', treatment: 'honest' })] }, /had no effect/],
  ])('%s makes it inconclusive, whatever was measured', (_name, change, reason) => {
    for (const stalledMs of [1200, 800]) {
      const verdict = judge(outage(stalledMs, { ...change, ...(change.samples === undefined ? {} : { samples: change.samples }) }));
      expect(verdict.verdict).toBe('inconclusive');
      expect(verdict.reasons.join('\n')).toMatch(reason);
      expect(verdict.expectations.every((expectation) => expectation.verdict === 'inconclusive')).toBe(true);
    }
  });

  describe('a fault that no query shows', () => {
    const reasonsFor = (fault: FaultSettings, asked: readonly Partial<QueryEvent>[]) => {
      const manifest = manifestOf(smallScenario({ fault }));
      const changes = [
        { kind: 'fault' as const, atNs: atNs(10_000), fault },
        { kind: 'fault' as const, atNs: atNs(20_000), fault: { id: 'none' as const } },
      ];
      const honest = { fault: fault.id, treatment: 'honest', delayMs: 0 } as const;
      const events = [...changes, ...asked.map((each, index) => query(11_000 + index * 1000, { ...honest, ...each }))];
      return judge(outage(1200, { manifest, events })).reasons.join();
    };
    const lossy = { id: 'lossy', share: 0.01 } as const;
    const control = { name: 'canary.wraplab.test', type: 'A', control: true } as const;

    test('leaves the run valid if that is chance and the host asked nothing', () => {
      expect(reasonsFor(lossy, [control, control])).not.toContain('the fault "lossy"');
      expect(reasonsFor({ ...lossy, only: { types: ['A'] } }, [control])).not.toContain('the fault "lossy"');
    });

    test('makes the run inconclusive if chance may have spared what the host asked', () => {
      expect(reasonsFor(lossy, [control, { control: false }])).toContain(
        'the fault "lossy" was in force and by chance changed none of the queries: 2 queries arrived, 1 from the database host; use a longer fault phase or stronger settings',
      );
    });

    test('had no effect if it must have changed the queries, or none arrived', () => {
      expect(reasonsFor({ id: 'dead' }, [control])).toContain(
        'the fault "dead" had no visible effect: no recorded query was affected, of 1 that arrived while it was in force',
      );
      expect(reasonsFor(lossy, [])).toContain('the fault "lossy" had no effect: no query arrived while it was in force');
    });

    test('had no effect if its settings exclude the control queries', () => {
      expect(reasonsFor({ ...lossy, only: { types: ['AAAA'] } }, [control])).toContain('changed none of the queries: 1 query arrived');
    });

    test('is explained if its settings match no host', () => {
      expect(reasonsFor({ id: 'dead', only: { names: ['.x'], clients: ['10.9.9.9'] } }, [control])).toContain(
        'with these settings it changes no answer about any host of this run; check "only" and the other settings',
      );
    });
  });

  test('a fault of the nameserver’s host shows in the control queries, which go unanswered while it lasts', () => {
    const frozen = manifestOf(smallScenario({ fault: { id: 'frozen' } }));
    const canary = (roundTripMs: number | null) => ({ kind: 'canary' as const, sentNs: atNs(15_000), roundTripMs });
    const verdictWith = (roundTripMs: number | null) =>
      judge(
        outage(1200, { manifest: frozen, events: [...faultEvents], samples: [...outage(1200).samples, canary(roundTripMs)] }),
      ).reasons.join();
    expect(verdictWith(null)).not.toContain('effect');
    // The process answers as soon as it runs again, just before it reports the end of the fault.
    expect(verdictWith(4998)).not.toContain('effect');
    expect(verdictWith(3)).toContain('the fault "frozen" had no effect: no query arrived while it was in force');
  });

  test('a run with its fault replaced by none is refuted by the limits of the original fault', () => {
    const record = outage(4, {
      manifest: manifestOf(smallScenario(), {}, { fault: { settings: { id: 'none' }, detailed: false } }),
      events: [],
    });
    expect(judge(record)).toMatchObject({ verdict: 'refuted', fault: 'none' });
    expect(judge(record).expectations[0]?.limit).toBe(1000);
  });

  test('matches the schema of verdict.json', () => {
    const record = outage(1200, {
      samples: [...outage(1200).samples, connect(500, { refusal: 4 }, { path: 'outsider', outcome: 'refused' })],
    });
    expect(() => verdictSchema.parse(JSON.parse(JSON.stringify(judge(record))))).not.toThrow();
  });
});
