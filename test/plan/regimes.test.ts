import { describe, expect, test } from 'vitest';
import { LabError } from '../../lab/errors/lab-error.ts';
import { randomSource } from '../../lab/maths/random.ts';
import type { Expectation } from '../../lab/model/expectation.ts';
import { allowedRanges } from '../../lab/plan/in-regime.ts';
import type { Overrides } from '../../lab/plan/overrides.ts';
import { makePlan, type Plan, problemsOnServer } from '../../lab/plan/plan.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import type { Scenario } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { mysql } from '../../lab/servers/mysql.ts';
import type { Server } from '../../lab/servers/server.ts';
import { judge } from '../../lab/verdict/judge.ts';
import type { Verdict } from '../../lab/verdict/verdict-schema.ts';
import { modelledPaths, modelledRun } from '../support/accept-queue-model.ts';
import { manifestOf } from '../support/recorded-run.ts';

const loaded = new Map(await Promise.all(scenarioNames().map(async (name) => [name, await loadScenario(name)] as const)));
const scenarioOf = (name: string): Scenario => loaded.get(name) ?? expect.fail(`there is no scenario ${name}`);
/** On the first of the lab's servers that can run it. */
const serverFor = (scenario: Scenario): Server =>
  [mariadb, mysql].find((server) => problemsOnServer(scenario, server).length === 0) ?? mariadb;
const planOf = (name: string, overrides: Overrides = {}, server = serverFor(scenarioOf(name))): Plan =>
  makePlan(name, scenarioOf(name), server, overrides);

/** The plan, or why there is none. */
function planned(name: string, overrides: Overrides): Plan | string {
  try {
    return planOf(name, overrides);
  } catch (error) {
    return error instanceof LabError && error.code === 'usage' ? error.message : expect.fail(String(error));
  }
}

const kinds = ['ratePerSecond', 'delayMs'] as const;
const options = { ratePerSecond: '--rate', delayMs: '--delay-ms' } as const;
/** What the command line lets through. */
const widest = { ratePerSecond: { from: 0.01, to: 2000 }, delayMs: { from: 1, to: 60_000 } } as const;

/** Evenly on a logarithmic scale, to three digits, as people type them. */
function drawn(name: string, count: number, within: Scenario['takes']): Overrides[] {
  const random = randomSource(11, name);
  const draw = (range: { readonly from: number; readonly to: number } | undefined): number | undefined =>
    range === undefined
      ? undefined
      : Math.min(range.to, Math.max(range.from, Number((range.from * (range.to / range.from) ** random()).toPrecision(3))));
  return Array.from({ length: count }, () => ({
    ratePerSecond: draw(within.ratePerSecond),
    delayMs: draw(within.delayMs),
    seed: Math.floor(random() * 1000),
  }));
}

describe.each([...loaded.keys()])('%s', (name) => {
  const scenario = scenarioOf(name);

  test('keeps its own timeline and expectations at its own rate and delay', () => {
    const { timeline, expectations } = planOf(name).scenario;
    expect({ timeline, expectations }).toEqual({ timeline: scenario.timeline, expectations: scenario.expectations });
  });

  test('is planned with any rate and delay, or rejects them with the allowed range', () => {
    for (const settings of drawn(name, 25, scenario.fault.id === 'slow' ? widest : { ratePerSecond: widest.ratePerSecond })) {
      const plan = planned(name, settings);
      if (typeof plan === 'string') {
        expect(plan).toMatch(/^--(rate|delay-ms): expected (no value|[\d.]+ to [\d.]+)/m);
        continue;
      }
      for (const kind of kinds.filter((each) => settings[each] !== undefined)) {
        expect(scenario.takes[kind]?.from).toBeLessThanOrEqual(settings[kind] ?? 0);
        expect(scenario.takes[kind]?.to).toBeGreaterThanOrEqual(settings[kind] ?? 0);
      }
    }
  });

  test.each(kinds)('is planned at both ends of every range of %s that it names, and at no other value', (kind) => {
    const ranges = allowedRanges(kind, scenario, serverFor(scenario), {});
    for (const { from, to } of ranges) {
      expect([planned(name, { [kind]: from }), planned(name, { [kind]: to })].filter((plan) => typeof plan === 'string')).toEqual([]);
    }
    if (kind === 'delayMs' && scenario.fault.id !== 'slow') {
      return;
    }
    const ends = ranges.flatMap(({ from, to }) => [from * 0.9, to * 1.1]);
    for (const value of ranges.length === 0
      ? [1, 100]
      : ends.filter((each) => !ranges.some(({ from, to }) => each >= from && each <= to))) {
      expect(planned(name, { [kind]: value })).toMatch(new RegExp(`^${options[kind]}: expected `));
    }
  });
});

/** What the model of the accept queue has an opinion on. */
function isModelled({ measure }: Expectation): boolean {
  const readings = [
    'acceptQueueDepth',
    'listenOverflows',
    'listenDrops',
    'acceptThreadInLookup',
    'dnsSockets',
    'closeWait',
    'connectionErrorsTcpwrap',
  ];
  switch (measure.of) {
    case 'reading':
      return measure.side === 'server' && readings.includes(measure.name);
    case 'stage':
    case 'elapsed':
    case 'outcome':
    case 'lookups':
    case 'cause':
    case 'queries':
    case 'recovery':
    case 'queueGrowth':
    case 'knee':
      return true;
    default:
      return false;
  }
}

/** The verdict on what the model makes of the plan, by those of these expectations that it knows. */
function modelledVerdict(
  plan: Plan,
  expectations: readonly Expectation[] = plan.scenario.expectations,
): Pick<Verdict, 'verdict' | 'reasons'> {
  const scenario = { ...plan.scenario, expectations: expectations.filter(isModelled), claims: [] };
  const manifest = { ...manifestOf(scenario), seed: plan.seed, references: plan.references, host: { ...plan.host } };
  const { verdict, reasons } = judge({ manifest, ...modelledRun(plan), evidence: null });
  return { verdict, reasons };
}

const modelled = [...loaded].flatMap(([name, { fixes, fault, load, shortOfCpu, takes }]) => {
  const isKnown =
    (fault.id === 'slow' || fault.id === 'dead' || fault.id === 'none') &&
    fixes.length === 0 &&
    shortOfCpu === undefined &&
    load.every(({ path, retry, pool }) => modelledPaths.includes(path) && retry === undefined && pool === undefined);
  return isKnown && Object.keys(takes).length > 0 ? [name] : [];
});

describe('the expectations of a scenario hold in the model of the accept queue, with every rate and delay that it takes', () => {
  test.each(modelled)('%s', (name) => {
    const { takes, regimes } = scenarioOf(name);
    const failed = drawn(name, regimes === undefined ? 6 : 30, takes).flatMap((settings) => {
      const plan = planned(name, settings);
      const found = typeof plan === 'string' ? null : modelledVerdict(plan);
      return found === null || found.verdict === 'confirmed' ? [] : [{ ...settings, ...found }];
    });
    expect(failed).toEqual([]);
  });
});

describe('the regime of dns-slow', () => {
  const regimeOf = (overrides: Overrides, server: Server = mariadb): string | undefined =>
    planOf('dns-slow', overrides, server).scenario.regime?.id;

  test.each<[string, Overrides]>([
    ['below-capacity', { ratePerSecond: 0.3 }],
    ['below-capacity', { delayMs: 50 }],
    ['about-capacity', { ratePerSecond: 1 }],
    ['above-capacity', {}],
    ['above-capacity', { ratePerSecond: 2 }],
    ['above-capacity-short-lookups', { delayMs: 250 }],
    ['above-capacity-long-lookups', { delayMs: 4800, ratePerSecond: 1 }],
    ['above-capacity', { delayMs: 3000, ratePerSecond: 2 }],
    ['queue-full', { ratePerSecond: 10 }],
    ['queue-full', { ratePerSecond: 300 }],
    ['queue-full', { delayMs: 3000 }],
    ['asked-again', { delayMs: 6000 }],
    ['as-dead', { delayMs: 11_000 }],
  ])('is %s with %o', (id, overrides) => {
    expect(regimeOf(overrides)).toBe(id);
  });

  test('follows the length of the accept queue: MySQL’s own back_log is longer than MariaDB’s, and a host may have another', () => {
    expect([regimeOf({ ratePerSecond: 10 }, mariadb), regimeOf({ ratePerSecond: 10 }, mysql)]).toEqual(['queue-full', 'above-capacity']);
    const scenario = scenarioOf('dns-slow');
    const at = (serverOptions: Record<string, string>, sysctls: Record<string, string> = {}): string | undefined =>
      makePlan('dns-slow', { ...scenario, host: { ...scenario.host, serverOptions, sysctls } }, mariadb, { ratePerSecond: 6 }).scenario
        .regime?.id;
    expect([at({}), at({ back_log: '20' }), at({ max_connections: '10' }), at({}, { 'net.core.somaxconn': '16' })]).toEqual([
      'above-capacity',
      'queue-full',
      'queue-full',
      'queue-full',
    ]);
  });

  test('is not named if another fault replaces its own; the limits stay', () => {
    expect(planOf('dns-slow', { fault: { settings: { id: 'none' }, detailed: false } }).scenario.regime).toBeUndefined();
  });

  test.each<[string, Overrides, string]>([
    ['a rate', { ratePerSecond: 500 }, '--rate: expected 0.2 to 300 connects a second for dns-slow, got 500'],
    ['a delay', { delayMs: 10 }, '--delay-ms: expected 50 to 9490 or 10500 to 60000 ms for dns-slow, got 10'],
    ['a delay between two regimes', { delayMs: 10_000 }, '--delay-ms: expected 50 to 9490 or 10500 to 60000 ms for dns-slow, got 10000'],
  ])('does not exist for %s outside all of them: the error names the allowed range', (_what, overrides, message) => {
    expect(planned('dns-slow', overrides)).toBe(message);
  });

  test('an error says so if a scenario holds only at its own rate', () => {
    expect(planned('threshold', { ratePerSecond: 7 })).toBe(
      '--rate: expected no value, because the expectations of threshold hold only with its own arrival times and with its own delay; got 7',
    );
    expect(planned('observe-linkage', { ratePerSecond: 7 })).toContain('hold only at 5 connects a second; got 7');
  });

  const expectationsOf = (id: string): readonly Expectation[] =>
    (scenarioOf('dns-slow').regimes?.find((regime) => regime.id === id) ?? expect.fail(`there is no regime ${id}`)).expectations ??
    scenarioOf('dns-slow').expectations;

  test.each<[string, Overrides, string]>([
    ['of more clients than capacity', { ratePerSecond: 60 }, 'above-capacity'],
    ['of more clients than capacity', { delayMs: 50 }, 'above-capacity'],
    ['of fewer clients than capacity', { ratePerSecond: 10 }, 'below-capacity'],
    ['of a full queue', { ratePerSecond: 2 }, 'queue-full'],
    ['of a dead DNS', { delayMs: 6000 }, 'as-dead'],
    ['of late answers', { delayMs: 500 }, 'asked-again'],
  ])('an expectation %s is refuted with %o: the model can tell', (_what, overrides, id) => {
    expect(modelledVerdict(planOf('dns-slow', overrides), expectationsOf(id)).verdict).toBe('refuted');
  });
});
