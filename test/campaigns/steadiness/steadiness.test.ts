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

describe('whether verdicts depend on luck', () => {
  test('a scenario is steady when every run confirms it, alone and side by side', () => {
    const [row] = rowsOf(known(run('dns-slow', 2), run('dns-slow', 1), run('dns-slow', 1, { way: 'side-by-side' })));
    expect(row).toMatchObject({ scenario: 'dns-slow', standing: 'steady' });
    expect(row?.runs.alone.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(row?.runs['side-by-side']).toHaveLength(1);
  });

  test('it differs when one run does not, be it only the one beside others', () => {
    expect(rowsOf(known(run('a', 1), run('a', 2, { way: 'side-by-side', ...later })))[0]?.standing).toBe('differs');
    expect(rowsOf(known(run('a', 1, later), run('a', 2, later)))[0]?.standing).toBe('never confirmed');
  });

  test('a run that came late says nothing of its scenario, but is not confirmed either', () => {
    const late = { verdict: 'inconclusive', reasons: ['the load generator fell behind'], late: true } as const;
    const mixed = known(run('a', 1), run('a', 2, late), run('b', 1, late));
    expect(rowsOf(mixed).map(({ standing }) => standing)).toEqual(['steady', 'unknown']);
    expect(worstOf(mixed)).toBe('inconclusive');
    expect(steadinessAsText(mixed, false)).toContain(
      '3 runs on mariadb: 1 of 2 scenarios confirmed in every run that was in time; not: b; 2 came late; the same command makes them again',
    );
    expect(steadinessAsText(mixed, false)).toMatch(/a +1 ✔ {2}1 late \(2\) +– +steady/);
  });

  test('the worst run decides the exit, and no run at all proves nothing', () => {
    expect(worstOf(known(run('a', 1), run('b', 1, { verdict: 'inconclusive' })))).toBe('inconclusive');
    expect(worstOf(known(run('a', 1, later), run('b', 1, { verdict: 'inconclusive' })))).toBe('refuted');
    expect(worstOf(known(run('a', 1)))).toBe('confirmed');
    expect(worstOf(known())).toBe('inconclusive');
  });

  test('a run that is made again replaces the one before, and no other', () => {
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
    expect(text).toContain('4 runs on mariadb: 1 of 2 scenarios confirmed in every run that was in time; not: dns-slow');
    expect(text).toMatch(/baseline +1 ✔ +– +steady/);
    expect(text).toMatch(/dns-slow +1 ✔ {2}1 ✘ \(12\) +1 \? \(3\) +differs/);
    expect(text).toContain('dns-slow, seed 12, alone: refuted: later-at-once: expected at most 1000 ms, measured 4084 ms');
    expect(text).toContain('dns-slow, seed 3, side by side: inconclusive: late');
    expect(text).toContain('not on mariadb:\n  admin-thread: expected a port | of its own');
  });

  test('is the same in Markdown, where nothing that was measured becomes markup', () => {
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

  test('alone, is one seed after the other through all scenarios: a table that is not complete knows a little of everything', () => {
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
