import { describe, expect, test } from 'vitest';
import { judge } from '../../lab/verdict/judge.ts';
import { summarise } from '../../lab/verdict/repeated-runs.ts';
import { outage } from '../support/recorded-run.ts';

describe('several runs of one scenario', () => {
  test('are counted by verdict, each expectation with the spread of its figures', () => {
    const { verdicts, expectations } = summarise([1200, 1500, 800].map((ms) => judge(outage(ms))));
    expect(verdicts).toEqual({ confirmed: 2, refuted: 1, inconclusive: 0 });
    expect(expectations).toMatchObject([{ id: 'stalls', unit: 'ms', verdicts: { confirmed: 2, refuted: 1, inconclusive: 0 } }]);
    const { min, median, max } = expectations[0]?.spread ?? {};
    expect([min, median, max].map((value) => Math.round(Number(value) / 100))).toEqual([8, 12, 15]);
  });

  test('have no spread for a figure that no run could measure', () => {
    const { expectations } = summarise([judge(outage(1200, { samples: [] }))]);
    expect(expectations[0]).toMatchObject({ spread: null, verdicts: { inconclusive: 1 } });
  });
});
