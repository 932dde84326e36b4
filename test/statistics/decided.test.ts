import { describe, expect, test } from 'vitest';
import type { Quantity } from '../../lab/model/expectation.ts';
import type { LabEvent } from '../../lab/record/events.ts';
import { faultWindows } from '../../lab/statistics/fault-windows.ts';
import { measure } from '../../lab/statistics/measure.ts';
import type { Span } from '../../lab/statistics/select.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, smallScenario } from '../support/recorded-run.ts';

/** The fault lasts from 10 s to 20 s. */
const dead = (samples: ReturnType<typeof connect>[], change: Parameters<typeof smallScenario>[0] = {}) =>
  outage(0, { manifest: manifestOf(smallScenario(change)), samples });
const of = (samples: ReturnType<typeof connect>[], quantity: Quantity, span: Span = 'fault') => measure(dead(samples), quantity, span);

const available = { of: 'available', path: 'tcp' } as const;
const wait = { of: 'wait', path: 'tcp', statistic: 'p95' } as const;
const gaveUp = { outcome: 'timedOut', elapsedMs: 5000 } as const;

describe('availability', () => {
  test('counts clients decided while the DNS was wrong, and leaves out clients that got in after it had healed', () => {
    const samples = [
      connect(11_000, {}, gaveUp),
      connect(12_000, { refusal: 100 }, { outcome: 'refused', elapsedMs: 100 }),
      connect(13_000, { greeting: 20 }),
      connect(15_000, { greeting: 5100 }),
      connect(16_000, {}, { outcome: 'pending', elapsedMs: 14_000 }),
    ];
    expect(of(samples, available)).toMatchObject({ value: 100 / 3, samples: 3, undecided: 2 });
  });

  test('is unknown if no client was decided', () => {
    expect(of([connect(19_000, { greeting: 1500 })], available)).toMatchObject({ value: null, samples: 0, undecided: 1 });
  });

  test('of a client that tries again is decided when it gets in, or has used its last try', () => {
    const retry = { after: 'immediately', maximumRetries: 1 } as const;
    const load = [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 1 }, retry }] as const;
    const tries = (id: number, ...all: Parameters<typeof connect>[]) =>
      all.map(([ms, times, more], index) => connect(ms, times, { ...more, id, attempt: index + 1 }));
    const brief = { outcome: 'timedOut', elapsedMs: 1000 } as const;
    const samples = [
      ...tries(1, [11_000, {}, brief], [12_000, { greeting: 9 }]),
      ...tries(2, [11_000, {}, brief], [12_000, {}, brief]),
      ...tries(3, [18_500, {}, brief], [19_500, { greeting: 700 }]),
    ];
    expect(measure(dead(samples, { load: [...load] }), available, 'fault')).toMatchObject({ value: 50, samples: 2, undecided: 1 });
  });

  test('counts a client in the part of the phase in which it came, if it is decided by the end of the fault', () => {
    const samples = [connect(11_000, { greeting: 5 }), connect(13_900, {}, gaveUp)];
    expect(of(samples, available, { phase: 'fault', fromMs: 3000, untilMs: 5000 })).toMatchObject({ value: 0, samples: 1 });
  });
});

describe('a fault that comes and goes', () => {
  const fault = { id: 'flapping', downMs: 2000, upMs: 3000 } as const;
  const record = (samples: ReturnType<typeof connect>[]) => ({
    ...dead(samples, { fault }),
    events: [
      { kind: 'fault', atNs: atNs(10_000), fault },
      { kind: 'fault', atNs: atNs(20_000), fault: { id: 'none' } },
    ] satisfies LabEvent[],
  });

  test('has windows of its own, each with its end', () => {
    const windows = faultWindows(record([]));
    const [first] = windows;
    expect(windows.map(({ fromNs, toNs }) => [(fromNs - (first?.fromNs ?? 0)) / 1e6, (toNs - fromNs) / 1e6])).toEqual([
      [0, 2000],
      [5000, 2000],
    ]);
  });

  test('is judged by connects that began in a window, seen until its end', () => {
    const samples = [
      connect(10_500, { greeting: 5000 }),
      connect(12_500, {}, gaveUp),
      connect(15_500, { greeting: 10 }),
      connect(16_900, { greeting: 500 }),
    ];
    expect(measure(record(samples), available, 'fault')).toMatchObject({ value: 100, samples: 1, undecided: 2 });
  });
});

describe('how long clients wait', () => {
  test('is not shortened by the end of the fault', () => {
    const samples = Array.from({ length: 10 }, (_, second) => connect(10_000 + second * 1000, { greeting: 10_000 - second * 1000 + 5 }));
    expect(of(samples, wait)).toMatchObject({ value: 9000, isLowerBound: true, undecided: 10 });
  });

  test('is not shortened by clients that give up', () => {
    const impatient = Array.from({ length: 12 }, (_, index) => connect(10_000 + index * 100, {}, { outcome: 'timedOut', elapsedMs: 900 }));
    const verdict = judge(
      dead(impatient, {
        healthyBaseline: false,
        expectations: [{ id: 'fast', text: 'fast', measure: wait, atMost: 1000, minimumSamples: 10 }],
      }),
    );
    expect(verdict.expectations[0]).toMatchObject({ measured: 900, isLowerBound: true, verdict: 'inconclusive' });
  });

  test('ends with a refusal just as with a greeting', () => {
    const samples = Array.from({ length: 10 }, (_, index) =>
      connect(10_000 + index, { refusal: 40 }, { outcome: 'refused', elapsedMs: 40 }),
    );
    expect(of(samples, wait)).toMatchObject({ value: 40, samples: 10 });
  });
});

describe('known clients and newcomers', () => {
  const [old, young] = ['198.18.1.1', '198.18.1.2'];
  const samples = [
    connect(2000, { greeting: 5 }, { source: old }),
    connect(3000, {}, { ...gaveUp, source: young }),
    connect(11_000, { greeting: 7 }, { source: old }),
    connect(12_000, { greeting: 3000 }, { source: young }),
  ];

  test('are told apart by greetings before the fault', () => {
    expect(of(samples, { ...wait, clients: 'known' })).toMatchObject({ value: 7, samples: 1 });
    expect(of(samples, { ...wait, clients: 'newcomers' })).toMatchObject({ value: 3000, samples: 1 });
  });

  test('are all newcomers if the server forgot its hosts', () => {
    const record = dead(samples, { forgetHostsAtFault: true });
    expect(measure(record, { ...wait, clients: 'known' }, 'fault').samples).toBe(0);
    expect(measure(record, { ...wait, clients: 'newcomers' }, 'fault').samples).toBe(2);
  });
});

describe('an outsider', () => {
  const from = (source: string) => ({ path: 'outsider', source }) as const;
  const admitted = { of: 'admitted', path: 'outsider', by: 'acl' } as const;
  const outsiders = ['198.19.0.1', '198.19.0.2', '198.19.0.3'] as const;

  test('that gave up or still waits proves nothing', () => {
    const samples = [
      connect(11_000, {}, { ...gaveUp, ...from(outsiders[0]) }),
      connect(11_000, {}, { outcome: 'pending', elapsedMs: 9000, ...from(outsiders[1]) }),
      connect(11_000, { refusal: 9 }, { outcome: 'refused', elapsedMs: 9, ...from(outsiders[2]) }),
    ];
    expect(of(samples, admitted)).toMatchObject({ value: 0, samples: 1, undecided: 2 });
  });

  test('that is greeted has passed the ACL, even if its account is refused', () => {
    const denied = { code: 'ER_ACCESS_DENIED_ERROR', message: 'no' };
    const samples = [connect(11_000, { greeting: 4 }, { outcome: 'failed', error: denied, elapsedMs: 5, ...from(outsiders[0]) })];
    expect(of(samples, admitted)).toMatchObject({ value: 1, note: '0 of them logged in' });
    expect(of(samples, { ...admitted, by: 'login' })).toMatchObject({ value: 0, samples: 1 });
  });

  test('whose SYNs a packet filter drops is out, however long it goes on sending them', () => {
    const silent = (elapsedMs: number) =>
      connect(
        11_000,
        {},
        { stages: { ...connect(0, {}).stages, tcpConnected: null }, outcome: 'pending', elapsedMs, ...from(outsiders[0]) },
      );
    const behind = (samples: ReturnType<typeof connect>[]) => {
      const { host } = smallScenario();
      return measure(dead(samples, { host: { ...host, firewall: 'table inet filter {}' } }), admitted, 'fault');
    };
    expect(behind([silent(19_000), silent(2000)])).toMatchObject({ value: 0, samples: 1, undecided: 1 });
    // Without a filter nothing was decided: the accept queue may have been full.
    expect(of([silent(19_000)], admitted)).toMatchObject({ value: 0, samples: 0, undecided: 1 });
  });

  const judged = (samples: ReturnType<typeof connect>[]) =>
    judge(
      dead(samples, {
        healthyBaseline: false,
        expectations: [{ id: 'out', text: 'out', measure: { ...admitted, everyHost: true }, atMost: 0, minimumSamples: 3 }],
      }),
    ).expectations[0];
  const refused = (ms: number, source: string) => connect(ms, { refusal: 9 }, { outcome: 'refused', elapsedMs: 9, ...from(source) });

  test('that was not decided while the DNS was wrong keeps the run from confirming, and is named', () => {
    const samples = [
      refused(11_000, outsiders[0]),
      refused(12_000, outsiders[0]),
      refused(13_000, outsiders[1]),
      refused(3000, outsiders[2]),
    ];
    expect(judged(samples)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no connect of stranger-3.other.test was decided while the DNS was wrong',
    });
    expect(judged([...samples, refused(14_000, outsiders[2])])).toMatchObject({ verdict: 'confirmed' });
  });

  test('that got in once refutes, however few were decided', () => {
    expect(judged([connect(11_000, { greeting: 4 }, from(outsiders[0]))])).toMatchObject({ verdict: 'refuted', measured: 1 });
  });

  test('that gets in after the fault counts for the run, but not for the fault phase', () => {
    const samples = [connect(21_000, { greeting: 4 }, from(outsiders[0]))];
    expect(of(samples, admitted)).toMatchObject({ value: 0, samples: 0 });
    expect(of(samples, admitted, 'all')).toMatchObject({ value: 1 });
  });
});

describe('hosts that should have tried', () => {
  test('are counted and named, and make the run inconclusive', () => {
    const scenario = {
      healthyBaseline: false,
      clients: {
        tcp: [
          { name: 'a.x', address: '10.0.0.1' },
          { name: 'b.x', address: '10.0.0.2' },
        ],
        outsider: [{ name: 'o.x', address: '10.0.0.9' }],
      },
      expectations: [
        { id: 'tried', text: 'all', measure: { of: 'idleHosts', path: 'tcp', atLeast: 2 }, atMost: 0, otherwise: 'inconclusive' },
      ],
    } as const;
    const samples = [11_000, 12_000].map((ms) => connect(ms, { greeting: 5 }, { source: '10.0.0.1' }));
    const once = connect(13_000, { greeting: 5 }, { source: '10.0.0.2' });
    const before = connect(3000, { greeting: 5 }, { source: '10.0.0.2' });
    const result = (all: ReturnType<typeof connect>[]) =>
      judge(
        dead(all, {
          ...scenario,
          expectations: [...scenario.expectations],
          clients: { tcp: [...scenario.clients.tcp], outsider: [...scenario.clients.outsider] },
        }),
      ).expectations[0];
    expect(result([...samples, once, before])).toMatchObject({ verdict: 'inconclusive', measured: 1 });
    expect(result([...samples, once, before])?.reason).toContain('fewer than 2 tries by b.x');
    expect(result([...samples, once, connect(14_000, { greeting: 5 }, { source: '10.0.0.2' })])?.verdict).toBe('confirmed');
  });
});

describe('a host that is busy nearly all the time', () => {
  /** Lookups of 380 ms at this rate, in a fault of ten seconds; every client waited 600 ms. */
  const busy = (perSecond: number) => {
    const times = Array.from({ length: 10 * perSecond }, (_, index) => 10_000 + (index * 1000) / perSecond);
    const lookups = times.map((ms, index) => query(ms, { answeredNs: query(ms + 380).receivedNs, name: `${index}.1.18.198.in-addr.arpa` }));
    const samples = times.map((ms) => connect(ms, { greeting: 600 }));
    const record = dead(samples, {
      healthyBaseline: false,
      expectations: [{ id: 'fast', text: 'fast', measure: wait, atMost: 1000, minimumSamples: 10 }],
    });
    return judge({ ...record, events: [...faultEvents, ...lookups] }).expectations[0];
  };

  test('does not count as fast just because its queue had no time to fill', () => {
    expect(busy(2.5)).toMatchObject({ verdict: 'inconclusive' });
    expect(busy(2.5)?.reason).toMatch(
      /lookups kept the accept thread busy for 95 % of the time; in a longer fault 95 of 100 then wait up to \d+\.\d s/,
    );
  });

  test('is fast if it is busy for a small part of the time', () => {
    expect(busy(1)).toMatchObject({ verdict: 'confirmed' });
  });
});
