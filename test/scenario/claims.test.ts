import { describe, expect, test } from 'vitest';
import { readClaimRuns } from '../../lab/cli/dev/claims.ts';
import { type ClaimRun, measuredVerdict, mergeClaimRuns } from '../../lab/model/claim.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';

const run = (more: Partial<ClaimRun> = {}): ClaimRun => ({
  scenario: 'observe-socket',
  server: 'mariadb',
  version: '10.11',
  verdict: 'confirmed',
  confirmed: ['a', 'b'],
  ...more,
});
const claim = { id: 'c', text: 'It works.', verdict: 'does not hold', but: 'it does not', shownBy: ['a', 'b'] } as const;

describe('the measured verdict of a claim', () => {
  test('is the claim’s own if every expectation that shows it was confirmed', () => {
    expect(measuredVerdict(claim, 'observe-socket', 'mariadb', [run()])).toBe('does not hold');
  });

  test('is "not shown" if one of those expectations was not confirmed', () => {
    expect(measuredVerdict(claim, 'observe-socket', 'mariadb', [run({ confirmed: ['a'] })])).toBe('not shown');
  });

  test('ignores expectations that the claim does not name', () => {
    expect(measuredVerdict(claim, 'observe-socket', 'mariadb', [run({ verdict: 'refuted' })])).toBe('does not hold');
  });

  test('is missing without a run of that scenario on that server', () => {
    expect(measuredVerdict(claim, 'observe-socket', 'mysql', [run()])).toBeNull();
    expect(measuredVerdict(claim, 'threshold', 'mariadb', [run()])).toBeNull();
  });
});

test('a newer run replaces the older one of the same scenario and server, and no other', () => {
  const older = [run(), run({ server: 'mysql' })];
  const newer = [run({ verdict: 'refuted' }), run({ verdict: 'inconclusive' })];
  expect(mergeClaimRuns(older, newer)).toEqual([run({ verdict: 'inconclusive' }), run({ server: 'mysql' })]);
});

test('the ledger has no run of a scenario that no longer exists', async () => {
  const names = scenarioNames();
  expect(readClaimRuns().filter(({ scenario }) => !names.includes(scenario))).toEqual([]);
});

test('each claim has an id of its own', async () => {
  const all = (await Promise.all(scenarioNames().map(loadScenario))).flatMap(({ claims }) => claims);
  expect(all.length).toBeGreaterThan(10);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
