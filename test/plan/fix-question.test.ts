import { describe, expect, test } from 'vitest';
import { randomSource } from '../../lab/maths/random.ts';
import type { Overrides } from '../../lab/plan/overrides.ts';
import { makePlan, type Plan } from '../../lab/plan/plan.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import { fewestDecided, fewestOutsiders } from '../../lab/scenario/presets/service-levels.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { modelledRun } from '../support/accept-queue-model.ts';
import { manifestOf, smallScenario } from '../support/recorded-run.ts';

const loaded = new Map(await Promise.all(scenarioNames().map(async (name) => [name, await loadScenario(name)] as const)));
const ofOutage = [...loaded].filter(([, { outage }]) => outage === true).map(([name]) => name);
const planOf = (name: string, overrides: Overrides): Plan =>
  makePlan(name, loaded.get(name) ?? expect.fail(`there is no scenario ${name}`), mariadb, overrides);

/** Connects that are due in the fault: of clients that came before it, of those that did not, and on other paths. */
function due({ arrivals, windows: { fault } }: Plan): Readonly<Record<'known' | 'newcomers' | 'socket' | 'outsider', number>> {
  const before = new Set(arrivals.filter(({ path, atMs }) => path === 'tcp' && atMs < fault.startMs).map(({ source }) => source));
  const during = arrivals.filter(({ atMs }) => atMs >= fault.startMs && atMs < fault.endMs);
  const on = (wanted: string) => during.filter(({ path }) => path === wanted);
  const known = on('tcp').filter(({ source }) => before.has(source)).length;
  return { known, newcomers: on('tcp').length - known, socket: on('socket').length, outsider: on('outsider').length };
}

/** Rates and delays that dns-slow takes, evenly on a logarithmic scale. */
const settings: readonly Overrides[] = (() => {
  const random = randomSource(5, 'settings of dns-slow');
  const draw = (from: number, to: number): number => Number((from * (to / from) ** random()).toPrecision(3));
  const drawn = Array.from({ length: 25 }, (_, index) => ({ ratePerSecond: draw(0.2, 40), delayMs: draw(50, 20_000), seed: index }));
  return [{}, { ratePerSecond: 0.2 }, { delayMs: 50 }, { delayMs: 60_000 }, ...drawn].filter((each) => {
    try {
      return planOf('dns-slow', each) !== undefined;
    } catch {
      return false;
    }
  });
})();

describe('the question whether a fix holds', () => {
  test('is asked in scenarios of the outage', () => {
    expect(ofOutage).toEqual([
      'dns-dead',
      'dns-slow',
      'observe-dns-flood',
      'observe-error-log',
      'observe-local-tcp-loop',
      'observe-remote-loop',
      'observe-skip-name-resolve',
      'observe-socket',
      'observe-sysctls',
      'observe-time-wait',
      'queue-overflow',
    ]);
    expect(planOf('dns-slow', { fixes: ['numeric-acl'] }).question?.expectations.map(({ id }) => id)).toEqual([
      'fast-known',
      'available-known',
      'fast-newcomers',
      'available-newcomers',
      'socket',
      'outsider-out',
      'outsider-out-ever',
      'recovers',
    ]);
  });

  test('is not asked without a fix, without a fault, or in any other scenario', () => {
    const plans = [
      planOf('dns-slow', {}),
      planOf('dns-slow', { fixes: [] }),
      planOf('dns-slow', { fixes: ['numeric-acl'], fault: { settings: { id: 'none' }, detailed: false } }),
      planOf('fault-slow', { fixes: ['numeric-acl'] }),
      planOf('fix-numeric-acl', {}),
    ];
    expect(plans.map(({ question }) => question)).toEqual(plans.map(() => undefined));
    expect(plans.map(({ scenario: { outage, newcomers } }) => ({ outage, newcomers }))).toEqual([
      { outage: true },
      { outage: true },
      {},
      {},
      {},
    ]);
  });

  test('takes less than two lookups for fast, and the limit of the matrix at most', () => {
    const limitOf = (name: string, overrides: Overrides) =>
      planOf(name, { fixes: ['numeric-acl'], ...overrides }).question?.expectations.find(({ id }) => id === 'fast-known')?.atMost;
    expect([50, 500, 6000].map((delayMs) => limitOf('dns-slow', { delayMs }))).toEqual([75, 750, 1000]);
    expect(limitOf('dns-dead', {})).toBe(1000);
  });

  test('asks about accounts if a fix limits them, and about the ACL otherwise', () => {
    const measured = (...fixes: ('account-hosts' | 'numeric-acl')[]) =>
      planOf('dns-slow', { fixes }).question?.expectations.find(({ id }) => id === 'outsider-out')?.measure;
    expect(measured('numeric-acl')).toEqual({ of: 'admitted', path: 'outsider', by: 'acl' });
    expect(measured('account-hosts', 'numeric-acl')).toEqual({ of: 'admitted', path: 'outsider', by: 'login' });
  });

  test('asks nothing about clients before the fault if there is a single client', () => {
    const scenario = smallScenario({
      outage: true,
      clients: { ...smallScenario().clients, tcp: [{ name: 'web.app.test', address: '198.18.1.1' }] },
    });
    const { question } = makePlan('small', scenarioSchema.parse(scenario), mariadb, { fixes: ['numeric-acl'] });
    expect(question?.expectations.map(({ id }) => id).slice(0, 3)).toEqual(['fast-newcomers', 'available-newcomers', 'socket']);
  });
});

describe('the load of a run with a fix', () => {
  test.each(ofOutage)('has enough clients of each kind in %s', (name) => {
    const { known, newcomers, socket, outsider } = due(planOf(name, { fixes: ['numeric-acl'] }));
    expect(Math.min(known, newcomers, socket)).toBeGreaterThan(fewestDecided);
    expect(outsider).toBeGreaterThanOrEqual(name === 'dns-dead' ? 1 : fewestOutsiders);
  });

  test('has enough of them at every rate and delay that dns-slow takes', () => {
    const few = settings.filter((each) => {
      const { known, newcomers, socket } = due(planOf('dns-slow', { ...each, fixes: ['numeric-acl'] }));
      return Math.min(known, newcomers, socket) <= fewestDecided;
    });
    expect(few).toEqual([]);
    expect(settings.length).toBeGreaterThan(15);
  });

  test('keeps the times at which clients come, so that runs with and without a fix can be compared', () => {
    const times = (plan: Plan) => plan.arrivals.filter(({ path }) => path === 'tcp').map(({ atMs }) => atMs);
    expect(times(planOf('dns-slow', { fixes: ['numeric-acl'] }))).toEqual(times(planOf('dns-slow', {})));
  });
});

/** The verdict on what the model of the accept queue makes of a fix that changes nothing for libwrap. */
function modelledAnswer(name: string, overrides: Overrides): string {
  const plan = planOf(name, { ...overrides, fixes: ['skip-name-resolve'] });
  const manifest = { ...manifestOf(plan.scenario), seed: plan.seed, references: plan.references, host: { ...plan.host } };
  const question = plan.question ?? expect.fail('the plan asks nothing');
  return judge({ manifest: { ...manifest, question }, ...modelledRun(plan), evidence: null }).verdict;
}

describe('a red herring is refuted', () => {
  test('at every rate and delay that dns-slow takes', () => {
    const others = settings
      .map((each) => ({ ...each, verdict: modelledAnswer('dns-slow', each) }))
      .filter(({ verdict }) => verdict !== 'refuted');
    expect(others).toEqual([]);
  });

  test.each(['dns-dead', 'queue-overflow', 'observe-remote-loop'])('in %s', (name) => {
    expect(modelledAnswer(name, {})).toBe('refuted');
  });
});
