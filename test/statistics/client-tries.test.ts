import { describe, expect, test } from 'vitest';
import { measure } from '../../lab/statistics/measure.ts';
import { connect, manifestOf, outage, query, reading, smallScenario } from '../support/recorded-run.ts';

const timedOut = { outcome: 'timedOut', elapsedMs: 1000 } as const;

describe('clients that try again', () => {
  const samples = [
    connect(10_000, {}, { ...timedOut, id: 9001 }),
    connect(11_000, {}, { ...timedOut, id: 9001, attempt: 2 }),
    connect(12_000, { greeting: 5 }, { id: 9001, attempt: 3 }),
    connect(10_000, {}, { ...timedOut, id: 9002 }),
    connect(20_500, { greeting: 5 }, { id: 9002, attempt: 2 }),
  ];
  const record = outage(0, { samples });

  test('are counted by client, with the tries in the phase of the first one', () => {
    expect(measure(record, { of: 'attempts', path: 'tcp' }, 'fault')).toEqual({ value: 2, unit: 'tries per client', samples: 2 });
    expect(measure(record, { of: 'attempts', path: 'tcp' }, 'all').value).toBe(2.5);
  });

  test('have got in if one of these tries did', () => {
    expect(measure(record, { of: 'served', path: 'tcp' }, 'fault').value).toBe(50);
    expect(measure(record, { of: 'served', path: 'tcp' }, 'all').value).toBe(100);
  });

  test('have no figures if there are none', () => {
    expect(measure(record, { of: 'served', path: 'socket' }, 'fault')).toMatchObject({ value: null, samples: 0 });
  });
});

describe('the time for which a burst blocks others after it has left', () => {
  const before = connect(1000, { greeting: 4 }, { path: 'socket' });
  const burst = [connect(10_500, {}, timedOut), connect(10_500, {}, timedOut)];
  const probe = (ms: number, greeting: number) => connect(ms, { greeting }, { path: 'socket' });
  const blocked = (samples: Parameters<typeof outage>[1]) =>
    measure(outage(0, samples), { of: 'blocked', path: 'socket', after: 'tcp' }, 'fault').value;

  test('runs from the end of its last client to the greeting of the last slow connect', () => {
    expect(blocked({ samples: [before, ...burst, probe(11_000, 5000), probe(12_000, 4000), probe(17_000, 4)] })).toBeCloseTo(4500, 3);
  });

  test('is at least as long as the wait of a connect that was never greeted', () => {
    expect(
      blocked({ samples: [before, ...burst, connect(12_000, {}, { path: 'socket', outcome: 'pending', elapsedMs: 8000 })] }),
    ).toBeCloseTo(8500, 3);
  });

  test('is zero if the others were never slow', () => {
    expect(blocked({ samples: [before, ...burst, probe(11_000, 4), probe(12_000, 4)] })).toBe(0);
  });

  test('does not count a client that was refused at once: it was not blocked', () => {
    const refused = connect(17_000, { refusal: 3 }, { path: 'socket', outcome: 'refused' });
    expect(blocked({ samples: [before, ...burst, probe(11_000, 4), refused] })).toBe(0);
  });

  test('is unknown without a baseline', () => {
    expect(blocked({ samples: [...burst, probe(11_000, 4)] })).toBeNull();
  });
});

describe('the quantities for the article’s observations', () => {
  test('count reads of a file for each connect that the server had to judge', () => {
    const samples = [
      connect(10_000, { greeting: 4 }),
      connect(10_100, { greeting: 4 }, { path: 'outsider' }),
      connect(10_200, { greeting: 4 }, { path: 'socket' }),
      connect(10_300, { greeting: 0 }, { pooled: true }),
      reading(10_250, { hostsAllowReads: 0 }),
      reading(11_000, { hostsAllowReads: 2 }),
    ];
    const quantity = { of: 'perConnect', reading: 'hostsAllowReads', paths: ['tcp', 'outsider'] } as const;
    expect(measure(outage(0, { samples }), quantity, 'fault')).toEqual({ value: 1, unit: 'per connect', samples: 2 });
    expect(measure(outage(0, { samples: [] }), quantity, 'fault').value).toBeNull();
  });

  test('give queries a second and the time to answer, without the lab’s control queries', () => {
    const events = [query(10_000), query(11_000), query(12_000, { name: 'canary.wraplab.test' }), query(12_000, { answeredNs: null })];
    expect(measure(outage(0, { events }), { of: 'queries', as: 'perSecond' }, 'fault')).toMatchObject({ value: 0.3, samples: 3 });
    const { value, samples } = measure(outage(0, { events }), { of: 'queries', as: 'answerMs' }, 'fault');
    expect(samples).toBe(2);
    expect(Number(value) / 500).toBeCloseTo(1, 2);
  });

  test('count lines of the server’s log, not of other hosts’ logs', () => {
    const log = (role: string, line: string) => ({ kind: 'log', role, line }) as const;
    const events = [log('database', 'Aborted connection 5'), log('database', 'ready'), log('watch', 'Aborted connection 6')];
    expect(measure(outage(0, { events }), { of: 'logLines', containing: 'Aborted connection' }, 'all').value).toBe(1);
    expect(measure(outage(0, { events }), { of: 'logLines', containing: ['Aborted', 'ready', 'connection'] }, 'all').value).toBe(2);
    expect(measure(outage(0, { events }), { of: 'logLines', containing: ['refused'] }, 'all').value).toBe(0);
  });

  test('name the libwrap that ldd shows, and the one that the process has loaded', () => {
    const manifest = manifestOf(smallScenario());
    const server = manifest.server === null ? null : { ...manifest.server, ldd: 'libwrap.so.0 => /usr/lib/libwrap.so.0 (0x7f)' };
    const record = outage(0, { manifest: { ...manifest, server } });
    expect(measure(record, { of: 'linkage', by: 'ldd' }, 'all').value).toBe('libwrap.so.0');
    expect(measure(record, { of: 'linkage', by: 'process' }, 'all').value).toBe('libwrap.so.0');
    expect(measure(outage(0), { of: 'linkage', by: 'ldd' }, 'all').value).toBe('no libwrap');
  });

  test('time how soon an error came', () => {
    const error = { code: 'EADDRNOTAVAIL', message: '' };
    const record = outage(0, {
      samples: [connect(10_000, {}, { outcome: 'failed', elapsedMs: 2, error }), connect(10_000, { greeting: 9 })],
    });
    const quantity = { of: 'errorTime', path: 'tcp', code: 'EADDRNOTAVAIL', statistic: 'max' } as const;
    expect(measure(record, quantity, 'fault')).toEqual({ value: 2, unit: 'ms', samples: 1 });
  });
});
