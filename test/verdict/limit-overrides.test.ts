import { describe, expect, test } from 'vitest';
import { bundlePage } from '../../lab/bundling/report-page.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { reports } from '../../lab/reports/index.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { otherLimits } from '../../lab/verdict/limit-overrides.ts';
import { verdictSchema } from '../../lab/verdict/verdict-schema.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const greeting = { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' } as const;
const variable = { of: 'variable', name: 'skip_name_resolve' } as const;
const scenario = smallScenario({
  expectations: [
    { id: 'stalls', text: 'clients stall', measure: greeting, atLeast: { timesInjectedDelay: 2 } },
    { id: 'not-for-ever', text: 'but not for ever', measure: greeting, atMost: 5000 },
    { id: 'resolves-not', text: 'without lookups of its own', measure: variable, phase: 'all', is: 'ON' },
  ],
});
const record: RunRecord = outage(1200, { manifest: manifestOf(scenario) });
const { expectations } = record.manifest.scenario;
const judged = (given: Readonly<Record<string, unknown>>) => judge(record, otherLimits(given, expectations));

describe('a run judged by other limits', () => {
  test('keeps each relation, and its own limit where no other is given', () => {
    const verdict = judged({ stalls: 1300 });
    expect(verdict.verdict).toBe('refuted');
    expect(verdict.reasons).toEqual(['stalls: expected at least 1300 ms, measured 1200 ms']);
    expect(verdict.expectations).toMatchObject([
      { relation: 'atLeast', limit: 1300, basis: 'fixed', inPlaceOf: { limit: 1000, basis: '2 × the injected 500 ms' } },
      { relation: 'atMost', limit: 5000, verdict: 'confirmed' },
      { relation: 'is', limit: 'ON', verdict: 'confirmed' },
    ]);
    expect(verdict.expectations.slice(1).every((expectation) => !('inPlaceOf' in expectation))).toBe(true);
    expect(() => verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).not.toThrow();
  });

  test.each<[string, unknown, string, unknown]>([
    ['relative to the injected delay', { stalls: { timesInjectedDelay: 2.5 } }, 'refuted', 1250],
    ['relative to the baseline, above a floor', { 'not-for-ever': { timesBaseline: 300, floor: 20 } }, 'confirmed', 1200],
    ['relative to the baseline, at the floor', { 'not-for-ever': { timesBaseline: 5, floor: 1100 } }, 'refuted', 1100],
    ['relative to what the resolver waits', { stalls: { timesResolverGivesUp: 0.01 } }, 'confirmed', 100],
    ['that is a text, where the expectation compares texts', { 'resolves-not': 'OFF' }, 'refuted', 'OFF'],
  ])('takes a limit %s', (_what, given, verdict, limit) => {
    const found = judged(given as Readonly<Record<string, unknown>>);
    expect(found.verdict).toBe(verdict);
    expect(found.expectations.find(({ inPlaceOf }) => inPlaceOf !== undefined)?.limit).toBe(limit);
  });

  test('is inconclusive by a multiple of a delay that its fault does not have: a limit of zero would confirm everything', () => {
    const dead = outage(1200, { manifest: manifestOf(smallScenario({ fault: { id: 'dead' }, expectations: [...expectations] })) });
    const [stalls] = judge(dead, otherLimits({ stalls: { timesInjectedDelay: 2 } }, expectations)).expectations;
    expect(stalls).toMatchObject({ verdict: 'inconclusive', limit: null });
    expect(stalls?.reason).toBe('the limit could not be worked out: this fault has no delay to multiply');
  });

  test('stays inconclusive if the run itself cannot be judged', () => {
    const interrupted = outage(1200, { manifest: manifestOf(scenario, { ended: 'interrupted', problem: 'SIGTERM' }) });
    expect(judge(interrupted, otherLimits({ stalls: 1 }, expectations)).verdict).toBe('inconclusive');
  });

  test.each(reports.map(({ id }) => id))('says so in %s, with the run’s own limit beside the other', async (id) => {
    const render = async (given: Readonly<Record<string, unknown>>) =>
      reports.find((each) => each.id === id)?.render(record, judged(given), await bundlePage()) ?? '';
    const said = id === 'verdict-json' ? '"inPlaceOf"' : 'limits that are not the run’s own: stalls.';
    expect(await render({ stalls: 1100 })).toContain(said);
    expect(await render({})).not.toContain(said);
    if (['terminal', 'html', 'summary'].includes(id)) {
      expect(await render({ stalls: 1100 })).toContain('at least 1,100 ms, instead of the run’s own 1,000 ms (2 × the injected 500 ms)');
    }
  });
});

describe('values that are not limits', () => {
  test('are reported all at once, with the nearest names', () => {
    const given = { stals: 5, stalls: 'slow', 'not-for-ever': { timesBaselin: 5 }, 'resolves-not': { timesBaseline: 5 } };
    expect(() => otherLimits(given, expectations)).toThrow(
      [
        'expected the id of an expectation of this run (stalls, not-for-ever, resolves-not), got "stals" (did you mean "stalls"?)',
        'stalls: expected a number or a relative limit (timesInjectedDelay, timesBaseline, timesResolverGivesUp, timesCapacity, lookupsBesideMs; timesBaseline may have a floor); got "slow"',
        'not-for-ever: expected a number or a relative limit (timesInjectedDelay, timesBaseline, timesResolverGivesUp, timesCapacity, lookupsBesideMs; timesBaseline may have a floor); got {"timesBaselin":5}: "timesBaselin" (did you mean "timesBaseline"?)',
        'resolves-not: expected a text; got {"timesBaseline":5}',
      ].join('\n'),
    );
  });

  test('with a truncated id bring up every id that begins with it', () => {
    expect(() => otherLimits({ not: 5 }, expectations)).toThrow('got "not" (did you mean "not-for-ever"?)');
  });

  test.each([[{ stalls: Number.NaN }], [{ stalls: { timesBaseline: -1 } }], [{ stalls: null }], [JSON.parse('{"__proto__": {"x": 1}}')]])(
    '%j is refused',
    (given) => {
      expect(() => otherLimits(given, expectations)).toThrow('expected');
    },
  );
});
