import { describe, expect, test } from 'vitest';
import { runsInOrder } from '../../../lab/campaigns/steadiness/ledger/order.ts';
import { merged, rowsOf, type Steadiness, type SteadinessRun, worstOf } from '../../../lab/campaigns/steadiness/ledger/standing.ts';
import { steadinessAsMarkdown, steadinessAsText } from '../../../lab/campaigns/steadiness/ledger/steadiness-table.ts';

const run = (scenario: string, seed: number, change: Partial<SteadinessRun> = {}): SteadinessRun => ({
  scenario,
  seed,
  way: 'alone',
  verdict: 'confirmed',
  reasons: [],
  run: `runs/alone/${scenario}-${seed}`,
  ...change,
});

const known = (...runs: SteadinessRun[]): Steadiness => ({
  schema: 'wraplab/steadiness@1',
  server: 'mariadb',
  sideBySide: 3,
  unavailable: [],
  runs,
});

const later = { verdict: 'refuted', reasons: ['later-at-once: expected at most 1000 ms, measured 4084 ms'] } as const;

describe('the steadiness of verdicts', () => {
  test('a scenario is steady when every run confirms it, alone and side by side', () => {
    const [row] = rowsOf(known(run('dns-slow', 2), run('dns-slow', 1), run('dns-slow', 1, { way: 'side-by-side' })));
    expect(row).toMatchObject({ scenario: 'dns-slow', standing: 'steady' });
    expect(row?.runs.alone.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(row?.runs['side-by-side']).toHaveLength(1);
  });

  test('a scenario differs when one run does not confirm it, even if only a run side by side', () => {
    expect(rowsOf(known(run('a', 1), run('a', 2, { way: 'side-by-side', ...later })))[0]?.standing).toBe('differs');
    expect(rowsOf(known(run('a', 1, later), run('a', 2, later)))[0]?.standing).toBe('never confirmed');
  });

  test('a late run says nothing about its scenario, but is not confirmed either', () => {
    const late = { verdict: 'inconclusive', reasons: ['the load generator fell behind'], late: true } as const;
    const mixed = known(run('a', 1), run('a', 2, late), run('b', 1, late));
    expect(rowsOf(mixed).map(({ standing }) => standing)).toEqual(['steady', 'unknown']);
    expect(worstOf(mixed)).toBe('inconclusive');
    expect(steadinessAsText(mixed, false)).toContain(
      '3 runs on mariadb: 1 of 2 scenarios confirmed in every run that was on time; not: b; 2 came late; run the same command again to repeat them',
    );
    expect(steadinessAsText(mixed, false)).toMatch(/a +1 ✔ {2}1 late \(2\) +– +steady/);
  });

  test('the worst run decides the verdict, and no runs at all are inconclusive', () => {
    expect(worstOf(known(run('a', 1), run('b', 1, { verdict: 'inconclusive' })))).toBe('inconclusive');
    expect(worstOf(known(run('a', 1, later), run('b', 1, { verdict: 'inconclusive' })))).toBe('refuted');
    expect(worstOf(known(run('a', 1)))).toBe('confirmed');
    expect(worstOf(known())).toBe('inconclusive');
  });

  test('a repeated run replaces its earlier result, and no other', () => {
    const again = merged(known(run('a', 1, later), run('a', 1, { way: 'side-by-side', ...later }), run('b', 1)), {
      runs: [run('a', 1)],
      unavailable: [],
    });
    expect(again.runs.map(({ scenario, way, verdict }) => `${scenario} ${way} ${verdict}`)).toEqual([
      'a alone confirmed',
      'a side-by-side refuted',
      'b alone confirmed',
    ]);
  });
});

describe('the table', () => {
  const mixed = {
    ...known(
      run('dns-slow', 1),
      run('dns-slow', 12, later),
      run('dns-slow', 3, { way: 'side-by-side', verdict: 'inconclusive', reasons: ['late'] }),
      run('baseline', 1),
    ),
    unavailable: [{ scenario: 'admin-thread', reason: 'expected a port | of its own' }],
  };

  test('counts verdicts, names the seeds that were not confirmed, and says why', () => {
    const text = steadinessAsText(mixed, false);
    expect(text).toContain('4 runs on mariadb: 1 of 2 scenarios confirmed in every run that was on time; not: dns-slow');
    expect(text).toMatch(/baseline +1 ✔ +– +steady/);
    expect(text).toMatch(/dns-slow +1 ✔ {2}1 ✘ \(12\) +1 \? \(3\) +differs/);
    expect(text).toContain('dns-slow, seed 12, alone: refuted: later-at-once: expected at most 1000 ms, measured 4084 ms');
    expect(text).toContain('dns-slow, seed 3, side by side: inconclusive: late');
    expect(text).toContain('not on mariadb:\n  admin-thread: expected a port | of its own');
  });

  test('is the same in Markdown, with markup in reasons escaped', () => {
    const text = steadinessAsMarkdown(mixed);
    expect(text).toContain('| `dns-slow` | 1 ✔  1 ✘ (12) | 1 ? (3) | differs |');
    expect(text).toContain('- admin-thread: expected a port \\| of its own');
  });
});

describe('the order of the runs', () => {
  const scenarios = [
    { scenario: 'short', lengthMs: 20_000 },
    { scenario: 'long', lengthMs: 50_000 },
  ];
  const inShort = (...parameters: Parameters<typeof runsInOrder>): string[] =>
    runsInOrder(...parameters).map(({ scenario, seed }) => `${scenario} ${seed}`);

  test('alone, goes through all scenarios with one seed after the other, so that an incomplete table covers all', () => {
    expect(inShort(scenarios, [1, 2], 'alone', 3)).toEqual(['long 1', 'short 1', 'long 2', 'short 2']);
  });

  test('side by side, puts runs of one length into each wave', () => {
    expect(inShort(scenarios, [1, 2, 3, 4], 'side-by-side', 3)).toEqual([
      ...['long 1', 'long 2', 'long 3'],
      ...['short 1', 'short 2', 'short 3'],
      ...['long 4', 'short 4'],
    ]);
  });
});
