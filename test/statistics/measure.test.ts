import { describe, expect, test } from 'vitest';
import type { Stage } from '../../lab/model/vocabulary.ts';
import type { ConnectSample } from '../../lab/record/samples.ts';
import { measure } from '../../lab/statistics/measure.ts';
import { countOutcomes } from '../../lab/statistics/outcome-counts.ts';
import { connects, faultWindow } from '../../lab/statistics/select.ts';
import { tookTo } from '../../lab/statistics/waited.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, reading, smallScenario } from '../support/recorded-run.ts';

const recordOf = (samples: Parameters<typeof outage>[1] = {}) => outage(1200, samples);

describe('phases', () => {
  test('contain the connects that were scheduled in them, however long those last', () => {
    const record = recordOf({
      samples: [connect(9999, { greeting: 8000 }), connect(10_000, { greeting: 5 }), connect(30_000, { greeting: 5 })],
    });
    expect(connects(record, 'tcp', 'baseline')).toHaveLength(1);
    expect(connects(record, 'tcp', 'fault')).toHaveLength(1);
    expect(connects(record, 'tcp', 'all')).toHaveLength(2);
  });

  test('have the fault in force when the DNS agent says so, not when the plan does', () => {
    const late = faultEvents.map((event) => (event.kind === 'fault' ? { ...event, atNs: event.atNs + 7e6 } : event));
    expect(faultWindow(recordOf({ events: late }))).toEqual({ fromNs: atNs(10_007), toNs: atNs(20_007) });
  });

  test('have parts, from and to times after the beginning, that end with the phase at the latest', () => {
    const record = recordOf({ samples: [9000, 12_000, 16_000, 19_000, 21_000].map((ms) => connect(ms, { greeting: 5 })) });
    const times = (fromMs: number, untilMs: number) =>
      connects(record, 'tcp', { phase: 'fault', fromMs, untilMs }).map(({ scheduledNs }) => scheduledNs);
    expect(times(0, 6000)).toEqual([atNs(12_000)]);
    expect(times(6000, 60_000)).toEqual([atNs(16_000), atNs(19_000)]);
  });

  test('have no fault window in a run without a fault', () => {
    expect(faultWindow(recordOf({ events: [] }))).toBeNull();
  });
});

describe('times of a stage', () => {
  const times = (samples: readonly ConnectSample[], stage: Stage) =>
    samples.flatMap((sample) => tookTo(sample, stage)).map(({ ms, ended }) => (ended ? ms : `at least ${ms}`));

  test('count a connect that still waits as at least that long', () => {
    const samples = [
      connect(0, { greeting: 10 }),
      connect(0, {}, { outcome: 'timedOut', elapsedMs: 10_000 }),
      connect(0, {}, { outcome: 'pending', elapsedMs: 7000 }),
    ];
    expect(times(samples, 'greeting')).toEqual([10, 'at least 10000', 'at least 7000']);
  });

  test('give a refused client no greeting; a client that gave up before either counts for both', () => {
    const refused = connect(0, { refusal: 10_020 }, { outcome: 'refused' });
    const gaveUp = connect(0, {}, { outcome: 'timedOut', elapsedMs: 3 });
    const greeted = connect(0, { greeting: 5 }, { outcome: 'timedOut', elapsedMs: 900 });
    expect(times([refused, gaveUp, greeted], 'refusal')).toEqual([10_020, 'at least 3']);
    expect(times([refused, gaveUp, greeted], 'greeting')).toEqual(['at least 3', 5]);
    expect(times([greeted], 'firstResult')).toEqual(['at least 900']);
  });

  test('end a client’s wait at its greeting, or at whatever else ended it', () => {
    const samples = [
      connect(0, { greeting: 10, firstResult: 900 }),
      connect(0, { refusal: 40 }, { outcome: 'refused' }),
      connect(0, {}, { outcome: 'pending', elapsedMs: 7000 }),
    ];
    const waited = (statistic: 'min' | 'p50' | 'max') =>
      Math.round(Number(measure(recordOf({ samples }), { of: 'elapsed', path: 'tcp', statistic }, 'all').value) / 10) * 10;
    expect([waited('min'), waited('p50'), waited('max')]).toEqual([10, 40, 7000]);
  });

  test('have percentiles with the number of samples, and none without samples', () => {
    const quantity = { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' } as const;
    expect(measure(recordOf(), quantity, 'fault')).toMatchObject({ unit: 'ms', samples: 10 });
    expect(Number(measure(recordOf(), quantity, 'fault').value) / 1200).toBeCloseTo(1, 2);
    expect(measure(recordOf({ samples: [] }), quantity, 'fault')).toEqual({ value: null, unit: 'ms', samples: 0 });
  });
});

describe('outcomes', () => {
  test('are counted, and are shares of all attempts', () => {
    const samples = [
      connect(0, { greeting: 1 }),
      connect(0, {}, { outcome: 'refused' }),
      connect(0, {}, { outcome: 'pending', elapsedMs: 1 }),
    ];
    expect(countOutcomes(samples)).toEqual({ attempts: 3, ok: 1, refused: 1, timedOut: 0, failed: 0, pending: 1 });
    const record = recordOf({ samples });
    expect(measure(record, { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' }, 'all').value).toBeCloseTo(33.33, 1);
  });

  test('have no share on a path without attempts', () => {
    expect(measure(recordOf(), { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'percent' }, 'all')).toEqual({
      value: null,
      unit: '%',
      samples: 0,
    });
  });

  test('are counted by the error code of the driver or the system', () => {
    const error = { code: 'EADDRNOTAVAIL', message: 'bind EADDRNOTAVAIL' };
    const record = recordOf({ samples: [connect(0, {}, { outcome: 'failed', error }), connect(0, { greeting: 1 })] });
    expect(measure(record, { of: 'error', path: 'tcp', code: 'EADDRNOTAVAIL' }, 'all').value).toBe(1);
  });
});

describe('readings', () => {
  const samples = [
    reading(10_000, { timeWait: 3 }),
    reading(10_250, {}),
    reading(10_500, { timeWait: 9 }),
    reading(10_750, { timeWait: 8 }),
  ];
  const of = (statistic: 'min' | 'mean' | 'max' | 'increase') =>
    measure(recordOf({ samples }), { of: 'reading', side: 'server', name: 'timeWait', statistic }, 'fault').value;

  test('have a least, a greatest and a mean value, and an increase from first to last', () => {
    expect([of('max'), of('min'), of('mean'), of('increase')]).toEqual([9, 3, 20 / 3, 5]);
  });

  test('of the other side do not count', () => {
    expect(measure(recordOf({ samples }), { of: 'reading', side: 'client', name: 'timeWait', statistic: 'max' }, 'fault').samples).toBe(0);
  });
});

describe('lookups per connect', () => {
  test('count only queries for clients of the path, by address for PTR and by name for the forward query', () => {
    const samples = [connect(0, { greeting: 1 }), connect(100, { greeting: 1 })];
    const forward = { type: 'A', name: 'web-1.app.test' };
    const events = [
      query(0),
      query(100),
      query(0, forward),
      query(50, { name: 'canary.wraplab.test', type: 'A' }),
      query(50, { ...forward, control: true }),
      query(55, { control: true }),
      query(60, { type: 'A', name: 'stranger-1.other.test' }),
    ];
    const lookups = (type: 'PTR' | 'forward') => measure(recordOf({ samples, events }), { of: 'lookups', path: 'tcp', type }, 'all').value;
    expect([lookups('PTR'), lookups('forward')]).toEqual([1, 0.5]);
  });

  test('count a client that gave up: the server got its connection all the same', () => {
    const samples = [connect(0, { greeting: 1 }), connect(100, {}, { outcome: 'timedOut', elapsedMs: 10_000 })];
    expect(measure(recordOf({ samples, events: [query(0)] }), { of: 'lookups', path: 'tcp', type: 'PTR' }, 'all').value).toBe(0.5);
  });
});

describe('recovery', () => {
  const quantity = { of: 'recovery', path: 'tcp' } as const;

  test('ends with the last slow connect after the fault', () => {
    const slowAfter = connect(21_000, { greeting: 2000 });
    const record = outage(1200);
    expect(
      measure(
        {
          ...record,
          samples: [
            ...record.samples.filter((sample) => sample.kind !== 'connect' || sample.scheduledNs !== atNs(21_000)),
            slowAfter,
          ].toSorted((a, b) => ('scheduledNs' in a && 'scheduledNs' in b ? a.scheduledNs - b.scheduledNs : 0)),
        },
        quantity,
        'recovery',
      ).value,
    ).toBeCloseTo(3, 3);
  });

  test('tolerates one slow connect in twenty: any machine has one', () => {
    const record = outage(1200);
    const others = record.samples.filter((sample) => sample.kind !== 'connect' || sample.scheduledNs < atNs(20_000));
    const after = Array.from({ length: 40 }, (_, index) => connect(20_000 + index * 200, { greeting: index === 30 ? 300 : 5 }));
    expect(measure({ ...record, samples: [...others, ...after] }, quantity, 'recovery').value).toBe(0);
    const slower = after.map((sample, index) => (index > 30 && index < 34 ? connect(20_000 + index * 200, { greeting: 300 }) : sample));
    expect(measure({ ...record, samples: [...others, ...slower] }, quantity, 'recovery').value).toBeGreaterThan(6);
  });

  test('ignores how late the load agent began: the machine causes that, not the server', () => {
    const record = outage(1200);
    const others = record.samples.filter((sample) => sample.kind !== 'connect' || sample.scheduledNs < atNs(20_000));
    const after = Array.from({ length: 40 }, (_, index) =>
      connect(20_000 + index * 200, { greeting: index > 25 ? 90 : 5 }, { lagMs: index > 25 ? 85 : 0 }),
    );
    expect(measure({ ...record, samples: [...others, ...after] }, quantity, 'recovery').value).toBe(0);
  });

  test('takes no time if every later connect is fast', () => {
    expect(measure(outage(1200), quantity, 'recovery').value).toBe(0);
  });

  test('is unknown if the last connect is still slow', () => {
    const record = outage(1200);
    const never = { ...record, samples: [...record.samples, connect(29_900, {}, { outcome: 'pending', elapsedMs: 100 })] };
    expect(measure(never, quantity, 'recovery')).toMatchObject({ value: null, samples: 0 });
  });
});

test('a system variable is as the server reported it', () => {
  expect(measure(recordOf(), { of: 'variable', name: 'skip_name_resolve' }, 'all').value).toBe('ON');
  expect(
    measure(
      { ...recordOf(), manifest: manifestOf(smallScenario(), { server: null }) },
      { of: 'variable', name: 'skip_name_resolve' },
      'all',
    ).value,
  ).toBeNull();
});
