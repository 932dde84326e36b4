import { describe, expect, test } from 'vitest';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { scheduleOf } from '../../../lab/campaigns/verify/scenario/schedule.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { type FaultSettings, faultSchema } from '../../../lab/faults/index.ts';
import { makePlan } from '../../../lab/plan/plan.ts';
import { mariadb } from '../../../lab/servers/mariadb.ts';
import { dead, etcOf } from '../../support/etc-folders.ts';

interface Given {
  readonly clients?: number;
  readonly outsiders?: number;
  readonly rules?: string;
  readonly resolvConf?: string;
  readonly more?: string;
}

function subjectWith({ clients = 3, outsiders = 1, rules = 'ALL: 10.1.\n', resolvConf = 'nameserver 10.9.0.53\n', more = '' }: Given) {
  const yaml = [
    'database: { name: db.example.net, address: 10.9.0.10 }',
    `clients: { prefix: web, domain: example.net, firstAddress: 10.1.0.1, count: ${clients} }`,
    `outsiders: { prefix: evil, domain: example.org, firstAddress: 10.2.0.1, count: ${outsiders} }`,
    more,
  ].join('\n');
  return subjectOf(etcOf({ 'hosts.allow': rules, 'hosts.deny': 'ALL: ALL\n', 'resolv.conf': resolvConf, 'wraplab.yaml': yaml }));
}

function planOf(given: Given, fault: FaultSettings = dead, seed = 1) {
  return makePlan('verify', asScenario(subjectWith(given), fault), mariadb, { seed });
}

/** How often each host of a path tries during the fault. */
function triesOf({ arrivals, windows }: ReturnType<typeof planOf>, path: 'tcp' | 'outsider') {
  const during = arrivals.filter((each) => each.path === path && each.atMs >= windows.fault.startMs && each.atMs < windows.fault.endMs);
  return [...Map.groupBy(during, ({ source }) => source).values()].map((all) => all.length);
}

describe('every host in the lists tries', () => {
  test.each([1, 2, 3, 4, 5])('31 clients and 12 outsiders, each twice or more during the fault, with seed %d', (seed) => {
    const plan = planOf({ clients: 31, outsiders: 12 }, dead, seed);
    expect(triesOf(plan, 'tcp').filter((tries) => tries >= 2)).toHaveLength(31);
    expect(triesOf(plan, 'outsider').filter((tries) => tries >= 2)).toHaveLength(12);
  });

  test('known clients before the fault, newcomers not', () => {
    const { arrivals, windows } = planOf({ clients: 31 });
    const before = arrivals.filter(({ path, atMs }) => path === 'tcp' && atMs < windows.fault.startMs);
    // A third of 31 is held back.
    expect(new Set(before.map(({ source }) => source)).size).toBe(21);
  });

  test('ten or more of each kind of client come during the fault, whatever the number of clients', () => {
    for (const clients of [2, 3, 7, 31]) {
      const { arrivals, windows } = planOf({ clients });
      const from = arrivals.filter(({ path }) => path === 'tcp');
      const known = new Set(from.filter(({ atMs }) => atMs < windows.fault.startMs).map(({ source }) => source));
      const during = from.filter(({ atMs }) => atMs >= windows.fault.startMs && atMs < windows.fault.endMs);
      const ofKnown = during.filter(({ source }) => known.has(source)).length;
      expect({ clients, enough: Math.min(ofKnown, during.length - ofKnown) >= 10 }).toEqual({ clients, enough: true });
    }
  });

  test('during a fault that comes and goes, while the DNS is wrong', () => {
    const flapping = faultSchema.parse({ id: 'flapping' });
    expect(scheduleOf(subjectWith({ outsiders: 12 }), flapping).timeline.faultMs).toBeGreaterThan(
      1.9 * scheduleOf(subjectWith({ outsiders: 12 }), dead).timeline.faultMs,
    );
  });

  test('unless thousands are alike to the rules: then some of each kind try, and verify says so', () => {
    const schedule = scheduleOf(subjectWith({ clients: 4000, outsiders: 3000, rules: 'ALL: 10.1.0. 10.1.1.\n' }), dead);
    // Those of 10.1.0. and 10.1.1., and those of neither.
    expect(schedule.clients).toHaveLength(9);
    expect(schedule.outsiders).toHaveLength(3);
    expect(schedule.said).toEqual([
      '9 of 4,000 clients connect: up to 3 of each kind that the files tell apart',
      '3 of 3,000 outsiders connect: up to 3 of each kind that the files tell apart',
    ]);
    expect(schedule.problems).toEqual([]);
  });

  test('even if there are thousands, at a sufficient rate', () => {
    const schedule = scheduleOf(subjectWith({ clients: 2000, more: 'load: { ratePerSecond: 300 }' }), dead);
    expect([schedule.clients.length, schedule.said]).toEqual([2000, []]);
  });

  test('or the rate is refused, with its line', () => {
    expect(() => subjectWith({ clients: 3, more: 'load:\n  ratePerSecond: 0.1' })).toThrow(
      /wraplab\.yaml:5: load\.ratePerSecond: expected at least 0\.12 a second, so that 3 clients can try 2 times each within 300 s; got 0\.1/,
    );
  });
});

describe('a single client', () => {
  test('is not held back: the server forgets it when the fault begins, and verify says so', () => {
    const { scenario, arrivals, windows } = planOf({ clients: 1 });
    expect(scenario.forgetHostsAtFault).toBe(true);
    expect(scenario.expectations.map(({ id }) => id)).toEqual(expect.arrayContaining(['fast-newcomers', 'available-newcomers']));
    expect(scenario.expectations.some(({ id }) => id.endsWith('-known'))).toBe(false);
    expect(arrivals.some(({ path, atMs }) => path === 'tcp' && atMs < windows.fault.startMs)).toBe(true);
    expect(scheduleOf(subjectWith({ clients: 1 }), dead).said.join()).toContain('the server forgets the names of its clients');
  });
});

describe('an outsider', () => {
  test('waits until the end of the run, however long that is', () => {
    const { scenario } = planOf({});
    const patience = scenario.load.find(({ path }) => path === 'outsider')?.connectTimeoutMs;
    expect(patience).toBe(scenario.timeline.faultMs + scenario.timeline.recoveryMs);
  });

  test('has time for the longest lookup of the folder’s resolver', () => {
    const three = 'nameserver 10.9.0.1\nnameserver 10.9.0.2\nnameserver 10.9.0.3\noptions timeout:10\n';
    expect(scheduleOf(subjectWith({ resolvConf: three }), dead).timeline.faultMs).toBeGreaterThan(2 * (10 + 6 + 13) * 1000 - 1);
  });
});

test('arrivals of the paths are random and independent: no two keep step', () => {
  const { arrivals } = planOf({ more: 'load: { ratePerSecond: 2, outsidersPerSecond: 2 }' });
  const gaps = (path: string): number[] => {
    const times = arrivals.filter((each) => each.path === path).map(({ atMs }) => atMs);
    return times.slice(1).map((ms, index) => ms - (times[index] ?? 0));
  };
  for (const path of ['tcp', 'outsider', 'socket']) {
    const all = gaps(path);
    const mean = all.reduce((sum, gap) => sum + gap, 0) / all.length;
    const deviation = Math.sqrt(all.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / all.length);
    // That of an exponential distribution is 1, that of even arrivals 0.
    expect({ path, isRandom: deviation / mean > 0.6 }).toEqual({ path, isRandom: true });
  }
  const close = arrivals
    .filter(({ path }) => path === 'tcp')
    .map(({ atMs }) => arrivals.filter((other) => other.path === 'outsider' && Math.abs(other.atMs - atMs) < 5).length);
  expect(close.filter((count) => count > 0).length).toBeLessThan(close.length / 4);
});
