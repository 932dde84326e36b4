import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type Matrix, resultOf, unknownResult } from '../../lab/campaigns/matrix/grid/answers.ts';
import { keptMatrices } from '../../lab/campaigns/matrix-ledger.ts';
import { resultWithoutRun } from '../../lab/campaigns/verify/results/result.ts';
import { jsonSchemas } from '../../lab/cli/dev/published-schemas.ts';
import { verdictJson } from '../../lab/reports/verdict-json.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';
import { fails, passes, recorded, resultOf as verified } from '../support/verified.ts';

const folder = join(import.meta.dirname, '../../lab/reports/schemas');

/** Checks by the published file, with an implementation other than the lab's. */
const accepts = (name: string) =>
  new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(JSON.parse(readFileSync(join(folder, name), 'utf8')));

test('the published schemas are those that the lab checks by ("npm run dev -- readme" writes them)', () => {
  expect(Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))).toEqual(jsonSchemas());
});

describe('verdict.schema.json', () => {
  const unbegun = manifestOf(smallScenario(), { startNs: null, server: null, ended: 'failed', problem: 'no space' });

  test.each([
    ['confirmed', outage(1200)],
    ['refuted', outage(800)],
    ['inconclusive', outage(1200, { manifest: unbegun, samples: [], events: [] })],
  ])('accepts the verdict of a run that is %s', async (verdict, record) => {
    const written: unknown = JSON.parse(verdictJson.render(record, judge(record)));
    const validate = accepts('verdict.schema.json');
    expect({ isValid: validate(written), errors: validate.errors }).toEqual({ isValid: true, errors: null });
    expect(written).toMatchObject({ verdict });
  });

  test.each([
    ['a verdict that there is not', { verdict: 'maybe' }],
    ['a key that there is not', { extra: 1 }],
    ['another version', { schema: 'wraplab/verdict@2' }],
  ])('refuses %s', (_what, change) => {
    expect(accepts('verdict.schema.json')({ ...judge(outage(1200)), ...change })).toBe(false);
  });
});

describe('matrix.schema.json', () => {
  const matrix: Matrix = {
    schema: 'wraplab/matrix@1',
    server: { id: 'mariadb', version: '10.11' },
    seed: 1,
    standards: { fastWithinMs: 1000, availablePercent: 99 },
    rows: [{ id: 'none', title: 'the host as it is', kind: 'control' }],
    columns: [{ name: 'dead', title: 'silence' }],
    cells: [
      { fix: 'none', fault: 'dead', unavailable: null, result: resultOf(judge(outage(1200))), run: 'runs/none--dead' },
      { fix: 'none', fault: 'slow', unavailable: null, result: unknownResult('no engine'), run: null },
      { fix: 'thread-pool', fault: 'dead', unavailable: 'only MariaDB has one', result: null, run: null },
    ],
  };

  test('accepts a matrix, and the matrices in the repository', () => {
    const validate = accepts('matrix.schema.json');
    for (const each of [matrix, ...keptMatrices()]) {
      expect({ isValid: validate(JSON.parse(JSON.stringify(each))), errors: validate.errors }).toEqual({ isValid: true, errors: null });
    }
  });

  test('refuses an unknown answer', () => {
    const [cell] = matrix.cells;
    expect(accepts('matrix.schema.json')({ ...matrix, cells: [{ ...cell, result: { ...cell?.result, fast: 'perhaps' } }] })).toBe(false);
  });
});

describe('verify.schema.json', () => {
  const record = recorded(verified([passes, fails, resultWithoutRun('slow', 'inconclusive', 'no engine', '/out/runs/slow', 1)]), {
    hosts: 'a',
  });

  test('accepts the record of a verify', () => {
    const validate = accepts('verify.schema.json');
    expect({ isValid: validate(JSON.parse(JSON.stringify(record))), errors: validate.errors }).toEqual({ isValid: true, errors: null });
  });

  test('refuses an unknown question, and another version', () => {
    const validate = accepts('verify.schema.json');
    const [fault] = record.faults;
    expect(validate({ ...record, faults: [{ ...fault, answers: [{ question: 'cheap', answer: null, figure: '' }] }] })).toBe(false);
    expect(validate({ ...record, schema: 'wraplab/verify@2' })).toBe(false);
  });
});
