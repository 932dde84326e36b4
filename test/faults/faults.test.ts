import { describe, expect, test } from 'vitest';
import {
  claimedNames,
  faultVariants,
  hostAction,
  isControl,
  leavesNoLedger,
  nominalDelayMs,
  spendsIcmpErrors,
  stopsProcess,
  takesDelay,
  whyUnreachable,
  withClaimedNames,
  withDelay,
} from '../../lab/faults/capabilities.ts';
import { drawDelayMs, medianDelayMs } from '../../lab/faults/delay.ts';
import type { DnsAnswer, Query, Treatment } from '../../lab/faults/fault.ts';
import { enforce, type FaultSettings, faultIds, faultSchema, faults, noFaultId } from '../../lab/faults/index.ts';
import { faultInWords } from '../../lab/faults/notation/fault-in-words.ts';
import { faultName } from '../../lab/faults/notation/fault-name.ts';
import { randomSource } from '../../lab/maths/random.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';

const clients = [
  { name: 'web-1.app.test', address: '198.18.1.1' },
  { name: 'web-2.app.test', address: '198.18.1.2' },
];
const outsiders = [{ name: 'stranger-1.other.test', address: '198.19.0.1' }];
const honest: DnsAnswer = { rcode: 'NOERROR', answers: [] };

const ptr = { name: '1.1.18.198.in-addr.arpa', type: 'PTR', transport: 'udp', client: '198.18.0.10', atMs: 0, honest } as const;
const forward = { ...ptr, name: 'web-1.app.test', type: 'A' } as const;
const aboutOutsider = { ...ptr, name: '1.0.19.198.in-addr.arpa' } as const;

function inForce(settings: unknown, seed = 1) {
  return enforce(faultSchema.parse(settings), { random: randomSource(seed, 'fault'), clients, outsiders });
}
const treat = (settings: unknown, query: Query): Treatment => inForce(settings).treat(query);
const atOnce = { kind: 'answer', delayMs: 0 };
const silence = { kind: 'silence' };

describe('faults that act on every query', () => {
  test.each<[unknown, Treatment]>([
    [{ id: 'none' }, { kind: 'answer', delayMs: 0 }],
    [{ id: 'dead' }, { kind: 'silence' }],
    [
      { id: 'slow', delay: 400 },
      { kind: 'answer', delayMs: 400 },
    ],
    [{ id: 'servfail' }, { kind: 'answer', delayMs: 0, answer: { rcode: 'SERVFAIL', answers: [] } }],
    [{ id: 'refused' }, { kind: 'answer', delayMs: 0, answer: { rcode: 'REFUSED', answers: [] } }],
    [{ id: 'truncated' }, { kind: 'answer', delayMs: 0, answer: { rcode: 'NOERROR', answers: [], truncated: true } }],
  ])('%o', (settings, treatment) => {
    expect(treat(settings, ptr)).toEqual(treatment);
    expect(treat(settings, forward)).toEqual(treatment);
  });

  test('slow delays by 500 ms by default', () => {
    expect(faultSchema.parse({ id: 'slow' })).toEqual({ id: 'slow', delay: 500 });
  });

  test('truncated makes TCP slow or closes its port', () => {
    expect(treat({ id: 'truncated', tcpDelayMs: 300 }, { ...ptr, transport: 'tcp' })).toEqual({ kind: 'answer', delayMs: 300 });
    expect(hostAction(faultSchema.parse({ id: 'truncated' }))).toBeNull();
    expect(hostAction(faultSchema.parse({ id: 'truncated', tcp: 'closed' }))).toEqual({ kind: 'closePorts', transports: ['tcp'] });
  });
});

describe('faults that act on one kind of query', () => {
  test('nxdomain hides the names of addresses, no-forward the addresses of names', () => {
    expect(treat({ id: 'nxdomain' }, ptr)).toMatchObject({ answer: { rcode: 'NXDOMAIN' } });
    expect(treat({ id: 'nxdomain' }, forward)).toEqual(atOnce);
    expect(treat({ id: 'no-forward' }, ptr)).toEqual(atOnce);
    expect(treat({ id: 'no-forward' }, forward)).toMatchObject({ answer: { rcode: 'NXDOMAIN' } });
  });

  test('spoofed makes an outsider’s address claim a client’s name, and leaves clients alone', () => {
    expect(treat({ id: 'spoofed' }, aboutOutsider)).toMatchObject({ answer: { answers: [{ type: 'PTR', data: 'web-1.app.test' }] } });
    expect(treat({ id: 'spoofed' }, ptr)).toEqual(atOnce);
    expect(treat({ id: 'spoofed' }, forward)).toEqual(atOnce);
  });

  test('spoofed with forward adds the outsiders’ addresses to the name’s true address', () => {
    const answers = [{ name: forward.name, type: 'A' as const, ttl: 60, class: 'IN' as const, data: '198.18.1.1' }];
    const treatment = treat({ id: 'spoofed', forward: true }, { ...forward, honest: { rcode: 'NOERROR', answers } });
    expect(treatment).toMatchObject({ answer: { answers: [{ data: '198.18.1.1' }, { data: '198.19.0.1' }] } });
  });

  const claimOf = (treatment: Treatment) =>
    treatment.kind === 'answer' ? treatment.answer?.answers.flatMap((answer) => (answer.type === 'PTR' ? [answer.data] : [])) : undefined;

  test('spoofed claims the names of all clients in turn, or those of its settings', () => {
    const byDefault = inForce({ id: 'spoofed' });
    expect([1, 2, 3].map(() => claimOf(byDefault.treat(aboutOutsider)))).toEqual([
      ['web-1.app.test'],
      ['web-2.app.test'],
      ['web-1.app.test'],
    ]);
    const chosen = inForce({ id: 'spoofed', claims: ['b.test', 'a.test'] });
    expect([1, 2, 3].map(() => claimOf(chosen.treat(aboutOutsider)))).toEqual([['b.test'], ['a.test'], ['b.test']]);
  });

  test('spoofed does not use up a turn for a control query', () => {
    const fault = inForce({ id: 'spoofed' });
    const claimed = [true, false, true, false].map((control) => claimOf(fault.treat({ ...aboutOutsider, control })));
    expect(claimed).toEqual([['web-1.app.test'], ['web-1.app.test'], ['web-1.app.test'], ['web-2.app.test']]);
  });

  test('spoofed with forward adds outsiders to every name that they claim, and to no other', () => {
    const fault = inForce({ id: 'spoofed', claims: ['web-2.app.test', 'nobody.app.test'], forward: true });
    const toIts = (name: string) => fault.treat({ ...forward, name });
    expect(toIts('web-2.app.test')).toMatchObject({ answer: { answers: [{ data: '198.19.0.1' }] } });
    expect(toIts('nobody.app.test')).toMatchObject({ answer: { rcode: 'NOERROR', answers: [{ data: '198.19.0.1' }] } });
    expect(toIts('web-1.app.test')).toEqual(atOnce);
  });

  test('spoofed with forward keeps answers short: of many outsiders it adds the last to claim the name', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ name: `x-${index}.test`, address: `198.19.1.${index}` }));
    const fault = enforce(faultSchema.parse({ id: 'spoofed', claims: 'web-1.app.test', forward: true }), {
      random: randomSource(1, 'fault'),
      clients,
      outsiders: many,
    });
    for (let last = 0; last < 40; last++) {
      fault.treat({ ...ptr, name: `${last}.1.19.198.in-addr.arpa` });
    }
    const treatment = fault.treat(forward);
    const data = treatment.kind === 'answer' ? treatment.answer?.answers.map((answer) => 'data' in answer && answer.data) : [];
    expect(data).toHaveLength(16);
    expect(data).toContain('198.19.1.39');
  });

  test('spoofed claims the name of its settings, in lower case', () => {
    expect(treat({ id: 'spoofed', claims: 'Root.app.test' }, aboutOutsider)).toMatchObject({
      answer: { answers: [{ data: 'root.app.test' }] },
    });
  });
});

describe('faults with a memory', () => {
  test('overloaded answers one query after the other, and drops those that would wait too long', () => {
    const fault = inForce({ id: 'overloaded', capacityPerSecond: 4, longestQueue: 2 });
    const delays = [0, 0, 0, 0, 1000].map((atMs) => fault.treat({ ...ptr, atMs }));
    expect(delays).toEqual([
      { kind: 'answer', delayMs: 250 },
      { kind: 'answer', delayMs: 500 },
      { kind: 'answer', delayMs: 750 },
      silence,
      { kind: 'answer', delayMs: 250 },
    ]);
  });

  test('flapping is down first, then up, then down again', () => {
    const fault = inForce({ id: 'flapping', downMs: 100, upMs: 50 });
    expect([0, 99, 100, 149, 150, 260].map((atMs) => fault.treat({ ...ptr, atMs }).kind)).toEqual([
      'silence',
      'silence',
      'answer',
      'answer',
      'silence',
      'answer',
    ]);
  });
});

describe('chance', () => {
  const random = [{ id: 'lossy', share: 0.3 }, { id: 'jitter' }, { id: 'slow', delay: { shape: 'normal', meanMs: 300, deviationMs: 50 } }];

  test.each(random)('$id draws the same from the same seed, and something else from another seed', (settings) => {
    const treatments = (seed: number): Treatment[] => {
      const fault = inForce(settings, seed);
      return Array.from({ length: 40 }, () => fault.treat(ptr));
    };
    expect(treatments(7)).toEqual(treatments(7));
    expect(treatments(7)).not.toEqual(treatments(8));
  });

  test('lossy loses its share of the queries', () => {
    const fault = inForce({ id: 'lossy', share: 0.3 });
    const lost = Array.from({ length: 10_000 }, () => fault.treat(ptr)).filter(({ kind }) => kind === 'silence').length / 10_000;
    expect(lost).toBeGreaterThan(0.28);
    expect(lost).toBeLessThan(0.32);
  });

  test.each([
    { shape: 'uniform', fromMs: 100, toMs: 300 },
    { shape: 'normal', meanMs: 300, deviationMs: 50 },
    { shape: 'exponential', meanMs: 200 },
    { shape: 'pareto', minimumMs: 100, exponent: 2 },
  ] as const)('half of the draws of $shape lie below its median', (delay) => {
    const source = randomSource(3, 'test');
    const draws = Array.from({ length: 20_000 }, () => drawDelayMs(delay, source));
    const below = draws.filter((ms) => ms < medianDelayMs(delay)).length / draws.length;
    expect(below).toBeGreaterThan(0.48);
    expect(below).toBeLessThan(0.52);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  });
});

describe('a fault with "only" acts on some queries, chosen', () => {
  test.each([
    ['by type', { types: ['PTR'] }, ptr, forward],
    ['by the end of the name', { names: ['.app.test'] }, forward, ptr],
    ['by client, for its address', { clients: ['198.18.1.1'] }, ptr, aboutOutsider],
    ['by client, for its name', { clients: ['198.18.1.1'] }, forward, { ...forward, name: 'web-2.app.test' }],
    ['by type and client', { clients: ['198.18.1.1'], types: ['PTR'] }, ptr, forward],
  ])('%s', (_how, only, meant, other) => {
    expect(treat({ id: 'dead', only }, meant)).toEqual(silence);
    expect(treat({ id: 'dead', only }, other)).toEqual(atOnce);
  });

  test('rejects an empty list, and what is not an address', () => {
    expect(faultSchema.safeParse({ id: 'dead', only: { types: [] } }).success).toBe(false);
    expect(faultSchema.safeParse({ id: 'dead', only: { clients: ['nobody'] } }).success).toBe(false);
  });
});

describe('every fault', () => {
  test('has an id of its own, a line that says what it does, and settings that all have defaults', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    expect(faults.every(({ title }) => title.length > 10)).toBe(true);
    expect(faults.every(({ id, settings }) => settings.safeParse({ id }).success)).toBe(true);
  });

  test('has a scenario that shows what it does to a single connect; the control has "baseline"', async () => {
    const names = scenarioNames().filter((name) => name.startsWith('fault-'));
    const shown = await Promise.all(names.map(async (name) => (await loadScenario(name)).fault.id));
    expect(new Set([noFaultId, ...shown])).toEqual(new Set(faultIds));
  });

  test('says how long a query typically waits', () => {
    const nominal = (settings: FaultSettings): number => nominalDelayMs(settings);
    expect(nominal({ id: 'slow', delay: 400 })).toBe(400);
    expect(nominal({ id: 'overloaded', capacityPerSecond: 4, longestQueue: 9 })).toBe(250);
    expect(nominal({ id: 'dead' })).toBe(0);
  });

  test('acts on the host or on queries; a fault of the host leaves queries alone', () => {
    const onHost = faults.map(({ id }) => faultSchema.parse({ id })).filter((settings) => hostAction(settings) !== null);
    expect(onHost.map(({ id }) => id)).toEqual(['port-closed', 'host-gone', 'frozen']);
    expect(onHost.map((settings) => treat(settings, ptr))).toEqual([atOnce, atOnce, atOnce]);
  });
});

describe('capabilities of faults', () => {
  const all = faultIds.map((id) => faultSchema.parse({ id }));
  const idsOf = (has: (settings: FaultSettings) => boolean) => all.filter(has).map(({ id }) => id);

  test('are declared by these faults', () => {
    expect({
      isControl: idsOf(isControl),
      takesDelay: idsOf(takesDelay),
      leavesNoLedger: idsOf(leavesNoLedger),
      stopsProcess: idsOf(stopsProcess),
      spendsIcmpErrors: idsOf(spendsIcmpErrors),
    }).toEqual({
      isControl: ['none'],
      takesDelay: ['slow'],
      leavesNoLedger: ['port-closed', 'host-gone', 'frozen'],
      stopsProcess: ['frozen'],
      spendsIcmpErrors: ['port-closed'],
    });
  });

  test('depend on the settings: truncated closes a port only when TCP is to be closed', () => {
    const closed = faultSchema.parse({ id: 'truncated', tcp: 'closed' });
    expect([leavesNoLedger(closed), spendsIcmpErrors(closed), whyUnreachable(closed)]).toEqual([
      true,
      true,
      'the nameserver’s port was closed',
    ]);
  });

  test('a delay changes a fault that takes one, and no other', () => {
    expect(withDelay({ id: 'slow', delay: 500 }, 40)).toEqual({ id: 'slow', delay: 40 });
    expect(withDelay({ id: 'slow', delay: 500 }, undefined)).toEqual({ id: 'slow', delay: 500 });
    expect(withDelay({ id: 'dead' }, 40)).toEqual({ id: 'dead' });
  });

  test('names are claimed where the settings leave them open, and only then are they asked for', () => {
    const open = faultSchema.parse({ id: 'spoofed' });
    expect(claimedNames(withClaimedNames(open, () => ['a.test', 'b.test']))).toEqual(['a.test', 'b.test']);
    expect(withClaimedNames(open, () => ['a.test'])).toEqual({ id: 'spoofed', forward: false, claims: 'a.test' });
    const given = faultSchema.parse({ id: 'spoofed', claims: 'own.test' });
    expect([given, { id: 'dead' } as const].map((fault) => withClaimedNames(fault, () => expect.fail()))).toEqual([given, { id: 'dead' }]);
  });

  test('variants are settings that the schema takes', () => {
    expect(faultVariants.map(({ settings }) => faultSchema.parse(settings))).toEqual(faultVariants.map(({ settings }) => settings));
    expect(faultVariants.map(({ settings }) => faultName(settings))).toEqual(['spoofed:forward=true']);
  });

  test.each<[unknown, string]>([
    [{ id: 'slow', delay: 40 }, 'slow by 40 ms'],
    [{ id: 'slow', delay: { shape: 'exponential', meanMs: 3 } }, 'slow delay.shape=exponential, delay.meanMs=3'],
    [{ id: 'dead' }, 'dead'],
    [{ id: 'lossy' }, 'lossy share=0.3'],
    [{ id: 'lossy', share: 0.2, only: { types: ['PTR'] } }, 'lossy share=0.2, only PTR'],
    [{ id: 'dead', only: { types: ['A', 'AAAA'], names: ['.app.test'] } }, 'dead, only A and AAAA of names .app.test'],
    [
      { id: 'dead', only: { clients: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'] } },
      'dead, only clients 192.0.2.1+192.0.2.2+192.0.2.3 and 1 more',
    ],
    [{ id: 'truncated' }, 'truncated tcp=slow, tcpDelayMs=500'],
    [{ id: 'truncated', tcp: 'closed' }, 'truncated tcp=closed'],
    [{ id: 'flapping' }, 'flapping downMs=3000, upMs=3000'],
    [{ id: 'spoofed' }, 'spoofed forward=false'],
    [{ id: 'spoofed', claims: ['a', 'b', 'c', 'd', 'e'] }, 'spoofed claims=a+b+c and 2 more, forward=false'],
  ])('%j is called "%s"', (settings, words) => {
    expect(faultInWords(faultSchema.parse(settings))).toBe(words);
  });
});
