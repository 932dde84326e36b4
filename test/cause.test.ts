import { describe, expect, test } from 'vitest';
import { explainSlowConnects } from '../lab/cause.ts';
import type { LabEvent } from '../lab/events.ts';
import { causeInWords } from '../lab/reports/cause.ts';
import { measure } from '../lab/stats.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, smallScenario } from './recorded.ts';

/** Ten quick connects before the fault, and the given ones in it. */
const recordOf = (slow: Parameters<typeof connect>[], ledger: readonly LabEvent[], change: Parameters<typeof smallScenario>[0] = {}) =>
  outage(0, {
    manifest: manifestOf(smallScenario(change)),
    samples: [
      ...Array.from({ length: 10 }, (_, second) => connect(second * 1000, { greeting: 4 })),
      ...slow.map((parameters) => connect(...parameters)),
    ],
    events: [...faultEvents, ...ledger],
  });

const answered = (fromMs: number, toMs: number): LabEvent => query(fromMs, { answeredNs: atNs(toMs) });

describe('what slow connects waited for', () => {
  test('is the DNS as far as a lookup was open, be it for them or for those ahead', () => {
    // The first connect’s lookups, then the second one’s; the second waits for all four.
    const lookups = [answered(12_001, 12_500), answered(12_500, 13_000), answered(13_000, 13_500), answered(13_500, 14_000)];
    const cause = explainSlowConnects(
      recordOf(
        [
          [12_000, { greeting: 1000 }],
          [12_000, { greeting: 2000 }],
        ],
        lookups,
      ),
      'fault',
    );
    expect(cause.slow).toBe(2);
    expect(cause.unexplained).toEqual([]);
    expect(cause.inLookupsMs / cause.waitedMs).toBeCloseTo(1, 2);
  });

  test('counts the pause between a client’s two queries as part of its lookup, and that between two clients as none', () => {
    const forward = (fromMs: number, toMs: number) => query(fromMs, { type: 'A', name: 'web-1.app.test', answeredNs: atNs(toMs) });
    const inLookupsMs = (...lookups: LabEvent[]) =>
      explainSlowConnects(recordOf([[12_000, { greeting: 1501 }]], lookups), 'fault').inLookupsMs;
    expect(inLookupsMs(answered(12_000, 12_400), forward(12_420, 12_900), answered(13_100, 13_500))).toBeCloseTo(900 - 1 + 400, 0);
    // So long a pause is that of a server that does not get to run.
    expect(inLookupsMs(answered(12_000, 12_400), forward(12_500, 12_900), answered(13_100, 13_500))).toBeCloseTo(800 - 1 + 400, 0);
  });

  test('counts the time once in which two questions were open', () => {
    const cause = explainSlowConnects(
      recordOf([[12_000, { greeting: 1001 }]], [answered(12_000, 12_501), answered(12_000, 12_501)]),
      'fault',
    );
    expect(cause.inLookupsMs).toBeCloseTo(500, 0);
    expect(cause.waitedMs).toBeCloseTo(1000, 0);
  });

  test('a question without an answer was open until it was asked again, or the resolver’s timeout ended', () => {
    const silent = (ms: number) => query(ms, { answeredNs: null, treatment: 'silent' });
    const record = recordOf([[12_000, { refusal: 7000 }, { outcome: 'refused' }]], [silent(12_001), silent(13_001)], {
      host: { ...smallScenario().host, files: { '/etc/resolv.conf': 'nameserver 198.18.0.53\noptions timeout:2\n' } },
    });
    const { inLookupsMs, waitedMs, unexplained } = explainSlowConnects(record, 'fault');
    expect([inLookupsMs, waitedMs]).toEqual([3000, 6999]);
    expect(unexplained).toHaveLength(1);
  });

  test('is not the DNS where the lookups were quick, and the report does not blame it', () => {
    const record = recordOf(
      [
        [12_000, { greeting: 900 }],
        [14_000, { greeting: 800 }],
      ],
      [answered(12_001, 12_003), answered(14_001, 14_002)],
    );
    expect(explainSlowConnects(record, 'fault').unexplained).toHaveLength(2);
    expect(Number(measure(record, { of: 'cause' }, 'fault').value)).toBeLessThan(1);
    expect(causeInWords(record)).toContain('The DNS is not the cause: only in 0.2 % of the 1.7 s that 2 slow connects waited');
  });

  test('the lab’s own questions explain nothing', () => {
    const own = query(12_001, { name: 'canary.wraplab.test', type: 'A', answeredNs: atNs(13_000) });
    expect(explainSlowConnects(recordOf([[12_000, { greeting: 1000 }]], [own]), 'fault').inLookupsMs).toBe(0);
  });

  test('has no value, and no words, where no connect was slow', () => {
    const record = recordOf([[12_000, { greeting: 5 }]], []);
    expect(measure(record, { of: 'cause' }, 'fault')).toEqual({ value: null, unit: '%', samples: 0 });
    expect(causeInWords(record)).toBe('');
  });
});
