import { describe, expect, test } from 'vitest';
import type { LabEvent, QueryEvent } from '../../lab/record/events.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import type { ConnectSample, Sample } from '../../lab/record/samples.ts';
import { causeInWords } from '../../lab/reports/cause-in-words.ts';
import type { ScenarioInput } from '../../lab/scenario/scenario-schema.ts';
import { explainSlowConnects } from '../../lab/statistics/cause.ts';
import { measure } from '../../lab/statistics/measure.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, reading, smallScenario } from '../support/recorded-run.ts';

/** Ten quick connects before the fault, and the given ones during it. */
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
  test('is the DNS as far as a lookup was open, for them or for clients ahead', () => {
    // The first connect’s lookups, then the second one’s. The second waits for all four.
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

  test('includes the pause between a client’s two queries, but not the pause between two clients', () => {
    const forward = (fromMs: number, toMs: number) => query(fromMs, { type: 'A', name: 'web-1.app.test', answeredNs: atNs(toMs) });
    const inLookupsMs = (...lookups: LabEvent[]) =>
      explainSlowConnects(recordOf([[12_000, { greeting: 1501 }]], lookups), 'fault').inLookupsMs;
    expect(inLookupsMs(answered(12_000, 12_400), forward(12_420, 12_900), answered(13_100, 13_500))).toBeCloseTo(900 - 1 + 400, 0);
    // On a busy machine the pause is longer: up to a tenth of the lookup.
    expect(inLookupsMs(answered(12_000, 12_400), forward(12_470, 12_870), answered(13_100, 13_500))).toBeCloseTo(870 - 1 + 400, 0);
    // A longer pause means that the server could not run, and so does a shorter one between two quick answers.
    expect(inLookupsMs(answered(12_000, 12_400), forward(12_500, 12_900), answered(13_100, 13_500))).toBeCloseTo(800 - 1 + 400, 0);
    expect(inLookupsMs(answered(12_100, 12_101), forward(12_131, 12_132))).toBeCloseTo(2, 0);
  });

  test('counts the time in which two queries were open only once', () => {
    const cause = explainSlowConnects(
      recordOf([[12_000, { greeting: 1001 }]], [answered(12_000, 12_501), answered(12_000, 12_501)]),
      'fault',
    );
    expect(cause.inLookupsMs).toBeCloseTo(500, 0);
    expect(cause.waitedMs).toBeCloseTo(1000, 0);
  });

  test('includes a query without an answer until it was repeated, or until the resolver’s timeout', () => {
    const silent = (ms: number) => query(ms, { answeredNs: null, treatment: 'silent' });
    const record = recordOf([[12_000, { refusal: 7000 }, { outcome: 'refused' }]], [silent(12_001), silent(13_001)], {
      host: { ...smallScenario().host, files: { '/etc/resolv.conf': 'nameserver 198.18.0.53\noptions timeout:2\n' } },
    });
    const { inLookupsMs, waitedMs, unexplained } = explainSlowConnects(record, 'fault');
    expect([inLookupsMs, waitedMs]).toEqual([3000, 6999]);
    expect(unexplained).toHaveLength(1);
  });

  test('is not the DNS if the lookups were quick, and the report does not blame it', () => {
    const record = recordOf(
      [
        [12_000, { greeting: 900 }],
        [14_000, { greeting: 800 }],
      ],
      [answered(12_001, 12_003), answered(14_001, 14_002)],
    );
    expect(explainSlowConnects(record, 'fault').unexplained).toHaveLength(2);
    expect(Number(measure(record, { of: 'cause' }, 'fault').value)).toBeLessThan(1);
    expect(causeInWords(record)).toContain(
      'The DNS is not the cause: the accept thread had a DNS lookup open in only 0.2 % of the 1.7 s that 2 slow connects waited',
    );
  });

  test('is not explained by the lab’s control queries', () => {
    const own = query(12_001, { name: 'canary.wraplab.test', type: 'A', answeredNs: atNs(13_000) });
    expect(explainSlowConnects(recordOf([[12_000, { greeting: 1000 }]], [own]), 'fault').inLookupsMs).toBe(0);
  });

  test('is not reported if at most one connect in twenty is slow, and the DNS is quick', () => {
    const quick = Array.from({ length: 19 }, (_, index): Parameters<typeof connect> => [12_000 + index * 100, { greeting: 5 }]);
    expect(causeInWords(recordOf([[14_000, { greeting: 900 }], ...quick], []))).toBe('');
    expect(causeInWords(recordOf([[14_000, { greeting: 900 }], ...quick.slice(1)], []))).toContain('Look at the server itself');
  });

  test('has no value and no words if no connect was slow', () => {
    const record = recordOf([[12_000, { greeting: 5 }]], []);
    expect(measure(record, { of: 'cause' }, 'fault')).toEqual({ value: null, unit: '%', samples: 0 });
    expect(causeInWords(record)).toBe('');
  });
});

/** The accept queue as the watch agent reads it each second: full where the counter of dropped SYNs grows. */
const queueEachSecond = (overflows: readonly number[]) =>
  overflows.map((listenOverflows, second) =>
    reading(10_000 + second * 1000, {
      acceptQueueDepth: listenOverflows > 0 ? 81 : 0,
      acceptQueueLimit: 80,
      listenOverflows,
      listenDrops: listenOverflows,
    }),
  );

/** Its SYNs were dropped until the kernel accepted one after 3 s; then it waited in the queue. */
const dropped = (ms: number, more: Partial<ConnectSample> = {}) => connect(ms, { tcpConnected: 3000, greeting: 4000 }, { ...more });
/** A connect whose SYNs the kernel never accepted. */
const neverTaken = (ms: number) => {
  const sample = connect(ms, {}, { outcome: 'timedOut', elapsedMs: 5000, error: { code: 'ETIMEDOUT', message: 'connect ETIMEDOUT' } });
  return { ...sample, stages: { ...sample.stages, tcpConnected: null } };
};

const withSamples = (record: RunRecord, more: readonly Sample[]): RunRecord => ({ ...record, samples: [...record.samples, ...more] });

describe('a wait before the TCP connection', () => {
  const lookups = Array.from({ length: 10 }, (_, second) => answered(10_000 + second * 1000, 11_000 + second * 1000));
  const full = queueEachSecond([0, 0, 5, 9, 12, 15, 20, 25, 30, 35, 40]);
  const roomy = queueEachSecond([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const sick = [dropped(12_000), dropped(13_000), neverTaken(14_000)];

  test('is due to the lookups of a slow DNS if the accept queue was full', () => {
    const record = withSamples(recordOf([], lookups), [...full, ...sick]);
    const { slow, waitedMs, inLookupsMs, atFullQueue, unexplained } = explainSlowConnects(record, 'fault');
    expect({ slow, atFullQueue, unexplained }).toEqual({ slow: 3, atFullQueue: 3, unexplained: [] });
    expect(waitedMs).toBeCloseTo(4000 + 4000 + 5000, -1);
    expect(inLookupsMs / waitedMs).toBeCloseTo(1, 2);
    expect(causeInWords(record)).toContain(
      '3 of them waited for the TCP connection itself: the accept queue was full, and the kernel dropped their SYNs.',
    );
  });

  test('is not due to the DNS if the queue was full and the lookups were quick: something else held the thread', () => {
    const quick = Array.from({ length: 10 }, (_, second) => answered(10_000 + second * 1000, 10_002 + second * 1000));
    const record = withSamples(recordOf([], quick), [...full, ...sick]);
    const { waitedMs, inLookupsMs, atFullQueue } = explainSlowConnects(record, 'fault');
    expect(atFullQueue).toBe(3);
    expect(inLookupsMs / waitedMs).toBeLessThan(0.01);
    expect(causeInWords(record)).toContain('Look at the server itself. 3 of them waited for the TCP connection itself');
  });

  test('is not due to the accept thread if the queue had room: a packet filter or a lost packet caused it', () => {
    const { judged, slow, waitedMs, atFullQueue } = explainSlowConnects(withSamples(recordOf([], lookups), [...roomy, ...sick]), 'fault');
    // For SYNs that the kernel accepted at last, only the wait after that counts. The third was never accepted.
    expect({ judged, slow, atFullQueue }).toEqual({ judged: 2, slow: 2, atFullQueue: 0 });
    expect(waitedMs).toBeCloseTo(2000, -1);
    expect(explainSlowConnects(withSamples(recordOf([], lookups), sick), 'fault').atFullQueue).toBe(0);
  });

  test('counts until the end of the fault: the crowd causes the rest', () => {
    const record = withSamples(recordOf([], lookups), [...full, dropped(19_000), dropped(19_999, { lagMs: 10 })]);
    const { waitedMs, inLookupsMs } = explainSlowConnects(record, 'fault');
    expect(waitedMs).toBeCloseTo(1000, -1);
    expect(inLookupsMs / waitedMs).toBeCloseTo(1, 2);
  });
});

/** Clients of the fault phase, each refused within 3 ms, one after the other. */
const refusedAtOnce = (count: number, change: Partial<ConnectSample> = {}): Parameters<typeof connect>[] =>
  Array.from({ length: count }, (_, index) => [12_000 + index * 500, { refusal: 3 }, { outcome: 'refused', ...change }]);

/** The fault’s answer to the lookup of each client. */
const wrong = (count: number, change: Partial<QueryEvent> = {}): LabEvent[] =>
  Array.from({ length: count }, (_, index) =>
    query(12_001 + index * 500, {
      answeredNs: atNs(12_001.2 + index * 500),
      fault: 'servfail',
      treatment: 'changed',
      delayMs: 0,
      rcode: 'SERVFAIL',
      ...change,
    }),
  );

const underFault = (fault: ScenarioInput['fault']) => ({ fault }) satisfies Partial<ScenarioInput>;

describe('clients refused at once', () => {
  test.each<[string, ScenarioInput['fault'], Partial<QueryEvent>]>([
    ['SERVFAIL for PTR', { id: 'servfail' }, {}],
    ['NXDOMAIN for PTR', { id: 'nxdomain' }, { fault: 'nxdomain', rcode: 'NXDOMAIN' }],
    ['REFUSED for PTR', { id: 'refused' }, { fault: 'refused', rcode: 'REFUSED' }],
    ['NXDOMAIN for A', { id: 'no-forward' }, { fault: 'no-forward', rcode: 'NXDOMAIN', type: 'A', name: 'WEB-1.app.test' }],
    ['a false answer for PTR', { id: 'spoofed' }, { fault: 'spoofed', rcode: 'NOERROR' }],
    ['a truncated answer for PTR', { id: 'truncated', tcp: 'closed' }, { fault: 'truncated', treatment: 'truncated', rcode: 'NOERROR' }],
  ])('because of the wrong answer %s are due to the DNS, and nothing else is blamed', (answer, fault, change) => {
    const record = recordOf(refusedAtOnce(6), wrong(6, change), underFault(fault));
    expect(causeInWords(record)).toBe(
      `Cause: the DNS. In the fault phase, 6 of 6 connects of allowed clients were refused because the nameserver gave ${answer}: without a name that maps back to the client, libwrap matches no rule by name. Half of them were refused within 3 ms.`,
    );
    // They did not wait, so there is no wait to explain.
    expect(measure(record, { of: 'cause' }, 'fault')).toEqual({ value: null, unit: '%', samples: 0 });
  });

  test('are due to the DNS if the nameserver’s port is closed and they were looked up before', () => {
    const before = [query(1000, { fault: 'none', treatment: 'honest', answeredNs: atNs(1001) })];
    const record = recordOf(refusedAtOnce(4), before, underFault({ id: 'port-closed' }));
    expect(causeInWords(record)).toContain('4 of 4 connects of allowed clients were refused because the nameserver’s port was closed:');
    // A client that was never looked up was refused by something else, and so was one whose query arrived.
    expect(causeInWords(recordOf(refusedAtOnce(4), [], underFault({ id: 'port-closed' })))).toBe('');
    const arrived = wrong(4, { fault: 'port-closed', treatment: 'honest', rcode: 'NOERROR' });
    expect(causeInWords(recordOf(refusedAtOnce(4), [...before, ...arrived], underFault({ id: 'port-closed' })))).toBe('');
  });

  test('because of a wrong answer in a cache are due to the DNS, but not after a correct answer over TCP', () => {
    expect(causeInWords(recordOf(refusedAtOnce(6), wrong(1), underFault({ id: 'servfail' })))).toContain('6 of 6 connects');
    const cutOff = wrong(1, { fault: 'truncated', treatment: 'truncated', rcode: 'NOERROR' });
    const madeGood = query(12_002, { answeredNs: atNs(12_002.5), fault: 'truncated', transport: 'tcp', treatment: 'honest' });
    expect(causeInWords(recordOf(refusedAtOnce(1), [...cutOff, madeGood], underFault({ id: 'truncated' })))).toBe('');
  });

  test('are not due to the DNS if the answers were right, if they are outsiders, or if the baseline refused them, too', () => {
    const servfail = underFault({ id: 'servfail' });
    const honest = wrong(6, { treatment: 'honest', rcode: 'NOERROR' });
    expect(causeInWords(recordOf(refusedAtOnce(6), honest, servfail))).toBe('');
    expect(causeInWords(recordOf(refusedAtOnce(6, { path: 'outsider' }), wrong(6), servfail))).toBe('');
    expect(causeInWords(recordOf([[5000, { refusal: 3 }, { outcome: 'refused' }], ...refusedAtOnce(6)], wrong(6), servfail))).toBe('');
  });

  test('are reported beside clients that wait for the server, whose wait is not due to the DNS', () => {
    const slow = Array.from({ length: 4 }, (_, index): Parameters<typeof connect> => [16_000 + index * 500, { greeting: 900 }]);
    const words = causeInWords(recordOf([...refusedAtOnce(4), ...slow], wrong(4), underFault({ id: 'servfail' })));
    expect(words).toContain('4 of 8 connects of allowed clients were refused because the nameserver gave SERVFAIL for PTR');
    expect(words).toContain(
      'The DNS is not the cause of the waiting: the accept thread had a DNS lookup open in only 0.0 % of the 3.6 s that 4 slow connects waited',
    );
  });

  test('after a long lookup count as slow connects, and the lookup explains their wait', () => {
    const record = recordOf([[12_000, { refusal: 4000 }, { outcome: 'refused' }]], wrong(1, { answeredNs: atNs(15_999) }), {
      ...underFault({ id: 'servfail' }),
    });
    expect(causeInWords(record)).toContain('Cause: in 100.0 % of the 4.0 s that 1 slow connect waited');
  });
});
