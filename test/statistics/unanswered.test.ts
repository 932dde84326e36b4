import { describe, expect, test } from 'vitest';
import type { Sample } from '../../lab/record/samples.ts';
import { unansweredSyns } from '../../lab/statistics/unanswered.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { atNs, connect, faultEvents, manifestOf, outage, reading, smallScenario } from '../support/recorded-run.ts';

const nothingReached = { tcpConnected: null, greeting: null, authenticated: null, firstResult: null, refusal: null };

/** A connect that got no answer, not even from the kernel. */
const silent = (ms: number, elapsedMs: number, more: Parameters<typeof connect>[2] = {}) =>
  connect(ms, {}, { stages: nothingReached, outcome: 'timedOut', elapsedMs, source: '172.20.0.40', ...more });

/** The watch agent's reading of the accept queue: its depth (limit 80) and both kernel counters. */
const queue = (ms: number, acceptQueueDepth: number, drops: number) =>
  reading(ms, { acceptQueueDepth, acceptQueueLimit: 80, listenDrops: drops, listenOverflows: drops });

const roomEvery = (everyMs: number) => Array.from({ length: 30_000 / everyMs }, (_, index) => queue(index * everyMs, 1, 0));

const doubtsOf = (samples: readonly Sample[], host: Partial<ReturnType<typeof smallScenario>['host']> = {}) => {
  const scenario = smallScenario();
  const manifest = manifestOf({ ...scenario, host: { ...scenario.host, ...host } });
  return unansweredSyns(outage(4, { manifest, samples: [...outage(4).samples, ...samples] }));
};

const lost =
  "the lab's own network lost packets: 1 connect from 172.20.0.40 got no answer from the database host's kernel, although its accept queue had room and no packet filter was loaded";

describe('unanswered SYNs that nothing on the host explains', () => {
  test.each([100, 1000, 2000])('make the run inconclusive, with readings every %d ms', (everyMs) => {
    expect(doubtsOf([...roomEvery(everyMs), silent(12_345, 10_000)])).toEqual([lost]);
  });

  test('are the reason of the verdict, whatever the expectations say', () => {
    for (const stalledMs of [1200, 800]) {
      const record = outage(stalledMs);
      const verdict = judge({ ...record, samples: [...record.samples, ...roomEvery(1000), silent(12_345, 10_000)] });
      expect({ verdict: verdict.verdict, reasons: verdict.reasons }).toEqual({ verdict: 'inconclusive', reasons: [lost] });
    }
  });

  test('are counted, with the addresses that they came from', () => {
    const samples = [silent(3000, 10_000), silent(4000, 10_000), silent(5000, 10_000, { source: '172.21.0.40' })];
    expect(doubtsOf([...roomEvery(1000), ...samples])[0]).toContain('3 connects from 172.20.0.40 and 1 other address got no answer');
  });

  test('are found if the client still waits at the end of the run, or its kernel has no route', () => {
    expect(doubtsOf([...roomEvery(1000), silent(28_000, 2000, { outcome: 'pending' })])).toEqual([lost]);
    const noWay = { outcome: 'failed', error: { code: 'EHOSTUNREACH', message: 'no route to host' } } as const;
    expect(doubtsOf([...roomEvery(1000), silent(12_000, 3, noWay)])).toEqual([lost]);
  });

  test('are found even if the counters include an earlier overflow', () => {
    const after = Array.from({ length: 20 }, (_, index) => queue(10_000 + index * 1000, 0, 7));
    expect(doubtsOf([queue(1000, 81, 7), ...after, silent(15_500, 5000)])).toEqual([lost]);
  });
});

describe('unanswered SYNs are explained if', () => {
  const nothing: string[] = [];

  test('the kernel dropped them at a full accept queue, between two readings that do not show it full', () => {
    const samples = [queue(10_000, 3, 0), queue(12_000, 5, 2), queue(14_000, 5, 2)];
    expect(doubtsOf([...samples, silent(10_900, 2000)])).toEqual(nothing);
  });

  test('the kernel dropped them after the last reading before the connect, or before the first reading of the run', () => {
    expect(doubtsOf([queue(12_000, 5, 1), silent(10_900, 1050)])).toEqual(nothing);
    expect(doubtsOf([queue(9000, 5, 1), queue(13_000, 5, 9), silent(10_900, 10_000, { outcome: 'pending' })])).toEqual(nothing);
  });

  test('the queue was full, although the counters do not show it', () => {
    expect(doubtsOf([queue(10_000, 80, 0), queue(11_000, 81, 0), queue(30_000, 2, 0), silent(10_500, 10_000)])).toEqual(nothing);
  });

  test('the readings cannot tell: there are none, none after the SYN, or none with the counters', () => {
    expect(doubtsOf([silent(10_500, 10_000)])).toEqual(nothing);
    expect(doubtsOf([queue(9000, 0, 0), queue(10_000, 0, 0), silent(10_500, 10_000)])).toEqual(nothing);
    const withoutCounters = [9000, 12_000, 25_000].map((ms) => reading(ms, { established: 1 }));
    expect(doubtsOf([...withoutCounters, silent(10_500, 10_000)])).toEqual(nothing);
  });

  test('the host has a packet filter, or a network with few routes', () => {
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 10_000)], { firewall: 'table inet x {}' })).toEqual(nothing);
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 10_000)], { reachableFrom: ['198.18.1.1'] })).toEqual(nothing);
  });

  test('the client gave up before an answer was due, began late itself, or met a closed port', () => {
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 900)])).toEqual(nothing);
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 1700, { lagMs: 800 })])).toEqual(nothing);
    const refused = { outcome: 'failed', error: { code: 'ECONNREFUSED', message: 'refused' } } as const;
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 900, refused)])).toEqual(nothing);
  });

  test('the load agent was not running when the answer came: other connects began late, or it reported a stall', () => {
    const late = connect(26_500, { greeting: 1800 }, { lagMs: 1648 });
    const pending = silent(27_000, 2200, { outcome: 'pending', lagMs: 100 });
    expect(doubtsOf([...roomEvery(1000), pending])).toEqual([lost]);
    expect(doubtsOf([...roomEvery(1000), pending, late])).toEqual(nothing);
    const heldUp = { kind: 'heldUp', role: 'clients', atNs: atNs(29_000), forMs: 1300 } as const;
    const record = outage(4, { samples: [...outage(4).samples, ...roomEvery(1000), pending], events: [...faultEvents, heldUp] });
    expect(unansweredSyns(record)).toEqual(nothing);
  });

  test('the kernel made the connection and mysqld did not take it, or it is not a network connection', () => {
    expect(doubtsOf([...roomEvery(1000), connect(12_345, { tcpConnected: 1 }, { outcome: 'timedOut', elapsedMs: 10_000 })])).toEqual(
      nothing,
    );
    expect(doubtsOf([...roomEvery(1000), silent(12_345, 10_000, { path: 'socket', source: null })])).toEqual(nothing);
  });
});
