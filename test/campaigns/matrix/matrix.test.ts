import { describe, expect, test } from 'vitest';
import {
  type Cell,
  differences,
  isDecided,
  type Matrix,
  matrixSchema,
  mergeMatrices,
  resultOf,
  unknownResult,
} from '../../../lab/campaigns/matrix/grid/answers.ts';
import { marks, matrixAsMarkdown, matrixAsText } from '../../../lab/campaigns/matrix/grid/matrix-table.ts';
import { judge, unfitRun } from '../../../lab/verdict/judge.ts';
import { type Verdict, type VerdictName, worst } from '../../../lab/verdict/verdict-schema.ts';
import { outage } from '../../support/recorded-run.ts';

/** A verdict on a cell with these verdicts for its expectations; all others are confirmed. */
function verdictWith(verdicts: Readonly<Record<string, VerdictName>>): Verdict {
  const [like] = judge(outage(1200)).expectations;
  const ids = ['fast', 'available', 'socket'].flatMap((question) => ['known', 'alone', 'strangers'].map((part) => `${question}-${part}`));
  const expectations = [...ids, 'outsider-out', 'outsider-out-ever'].map((id) => {
    const verdict = verdicts[id] ?? 'confirmed';
    return { ...(like as NonNullable<typeof like>), id, verdict, measured: 42, reason: verdict === 'confirmed' ? '' : 'because' };
  });
  const verdict = worst(expectations.map((each) => each.verdict));
  return { ...judge(outage(1200)), verdict, reasons: verdict === 'confirmed' ? [] : ['the whole run'], expectations };
}

const cell = (fix: string, fault: string, verdicts: Readonly<Record<string, VerdictName>> = {}): Cell => ({
  fix,
  fault,
  unavailable: null,
  result: resultOf(verdictWith(verdicts)),
  run: `runs/${fix}--${fault}`,
});

const matrixOf = (...cells: Cell[]): Matrix => ({
  schema: 'wraplab/matrix@1',
  server: { id: 'mariadb', version: '10.11' },
  seed: 1,
  standards: { fastWithinMs: 1000, availablePercent: 99 },
  rows: [...new Set(cells.map(({ fix }) => fix))].map((id) => ({ id, title: id, kind: 'remedy' as const })),
  columns: [...new Set(cells.map(({ fault }) => fault))].map((name) => ({ name, title: name })),
  cells,
});

describe('the answers of a cell', () => {
  test.each<[string, Readonly<Record<string, VerdictName>>, string]>([
    ['everything is fine', {}, 'FAO'],
    ['clients wait', { 'fast-known': 'refuted', 'fast-alone': 'refuted', 'fast-strangers': 'refuted' }, '·AO'],
    ['newcomers wait', { 'fast-alone': 'refuted', 'fast-strangers': 'refuted' }, 'kAO'],
    ['newcomers wait, but not beside strangers', { 'fast-alone': 'refuted' }, 'kAO'],
    ['clients wait once strangers connect', { 'fast-strangers': 'refuted' }, 'fAO'],
    ['only the socket is not available', { 'socket-known': 'refuted' }, 'F·O'],
    ['the socket fails once strangers connect', { 'socket-strangers': 'refuted' }, 'FaO'],
    ['the outsider got in', { 'outsider-out': 'refuted' }, 'FA·'],
    ['the outsider got in after the DNS recovered', { 'outsider-out-ever': 'refuted' }, 'FA·'],
    ['too few samples', { 'available-strangers': 'inconclusive' }, 'F?O'],
    ['one failure decides, even if the rest is unknown', { 'fast-known': 'refuted', 'fast-strangers': 'inconclusive' }, '·AO'],
  ])('%s', (_name, verdicts, expected) => {
    expect(marks(cell('a', 'b', verdicts))).toBe(expected);
  });

  test('an answer not decided before the DNS recovered is open, which counts as an answer', () => {
    const verdict = verdictWith({ 'available-known': 'inconclusive' });
    const expectations = verdict.expectations.map((each) =>
      each.id === 'available-known' ? { ...each, undecided: 12, reason: 'too few samples: 2 of at least 10' } : each,
    );
    const open = { fix: 'a', fault: 'b', unavailable: null, run: null, result: resultOf({ ...verdict, expectations }) };
    expect([marks(open), isDecided(matrixOf(open))]).toEqual(['F~O', true]);
  });

  test('an answer too close to the limit is open, unless the run cannot be judged at all', () => {
    const near = (reason: string) => {
      const verdict = verdictWith({ 'fast-strangers': 'inconclusive' });
      const expectations = verdict.expectations.map((each) =>
        each.id === 'fast-strangers' ? { ...each, samples: 14, interval: { low: 500, high: 2000 }, reason } : each,
      );
      return marks({ result: resultOf({ ...verdict, expectations }) });
    };
    expect([near('expected at most 1000 ms, measured 1500 ms'), near(unfitRun)]).toEqual(['~AO', '?AO']);
  });

  test('an unknown answer says why', () => {
    expect(resultOf(verdictWith({ 'fast-strangers': 'inconclusive' })).reasons).toEqual(['the whole run']);
    expect(resultOf(verdictWith({ 'fast-strangers': 'inconclusive', 'outsider-out': 'refuted' })).reasons).toEqual([
      'fast-strangers: because',
    ]);
    expect(resultOf(verdictWith({ 'fast-alone': 'refuted', 'fast-strangers': 'inconclusive' })).reasons).toEqual([]);
  });
});

describe('a matrix', () => {
  test('is decided when every possible cell has its answers', () => {
    const impossible: Cell = { fix: 'c', fault: 'dead', unavailable: 'no such thing', result: null, run: null };
    expect(isDecided(matrixOf(cell('a', 'dead', { 'fast-alone': 'refuted' }), impossible))).toBe(true);
    expect(isDecided(matrixOf(cell('a', 'dead'), { ...cell('b', 'dead'), result: unknownResult('it broke') }))).toBe(false);
  });

  test('merges from shards, in the order of rows and columns', () => {
    const shards = [matrixOf(cell('a', 'dead'), cell('b', 'slow')), matrixOf(cell('a', 'slow'), cell('b', 'dead'))];
    const merged = mergeMatrices(shards);
    expect(merged.cells.map(({ fix, fault }) => `${fix} ${fault}`)).toEqual(['a dead', 'a slow', 'b dead', 'b slow']);
    expect(matrixSchema.parse(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
  });

  test('does not merge with one of another server or seed', () => {
    const one = matrixOf(cell('a', 'dead'));
    expect(() => mergeMatrices([one, { ...one, seed: 2 }])).toThrow('expected matrices of one server, seed and standards');
    expect(() => mergeMatrices([])).toThrow('expected at least one matrix');
  });

  test('differs from another in cells with different answers, not in figures', () => {
    const one = matrixOf(cell('a', 'dead'), cell('a', 'slow'));
    const other = matrixOf(cell('a', 'dead', { 'outsider-out': 'refuted' }));
    expect(differences(one, other)).toEqual([
      'a under dead: fast yes, available yes, outsider out yes; and fast yes, available yes, outsider out no',
    ]);
    expect(differences(one, one)).toEqual([]);
  });

  test('prints as a table for the terminal and in Markdown', () => {
    const impossible: Cell = { fix: 'b', fault: 'dead', unavailable: 'no such thing', result: null, run: null };
    const small = matrixOf(cell('a', 'dead'), cell('a', 'slow', { 'fast-known': 'refuted' }), impossible);
    expect(matrixAsText(small, false)).toContain('1  dead: dead');
    expect(matrixAsMarkdown(small).split('\n')).toEqual([
      '|  | `dead` | `slow` |',
      '| --- | --- | --- |',
      '| `a` | FAO | ·AO |',
      '| `b` | – |  |',
    ]);
  });
});
