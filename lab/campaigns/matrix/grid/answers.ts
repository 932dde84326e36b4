import { z } from 'zod';
import { usageError } from '../../../errors/lab-error.ts';
import { fewestDecided } from '../../../scenario/presets/service-levels.ts';
import { unfitRun } from '../../../verdict/judge.ts';
import type { JudgedExpectation, Verdict } from '../../../verdict/verdict-schema.ts';
import { parts } from './cells.ts';

/**
 * The answer to one of the three questions. `alone`: yes, but only without strangers. `known`: yes, but only for clients that connected
 * before the fault. `open`: too few connects were decided before the DNS recovered, or the figure is too close to the limit. `unknown`: the
 * run cannot be judged.
 */
export const answers = ['yes', 'alone', 'known', 'no', 'open', 'unknown'] as const;
export type Answer = (typeof answers)[number];

const figuresSchema = z.strictObject({
  /** 95th percentile of the clients' waits, in ms. */
  waitMs: z.number().nullable(),
  /** The wait is longer than `waitMs`: its end was not seen. */
  isLonger: z.literal(true).exactOptional(),
  /** Share of the clients that got in, in percent. */
  servedPercent: z.number().nullable(),
  /** Share of the connects through the Unix socket that got in, in percent. */
  socketPercent: z.number().nullable(),
});

const resultSchema = z.strictObject({
  fast: z.enum(answers),
  available: z.enum(answers),
  outsiderOut: z.enum(answers),
  /** While only known clients connect; older matrices do not have it. */
  known: figuresSchema.exactOptional(),
  /** While newcomers connect too, but no strangers. */
  alone: figuresSchema,
  strangers: figuresSchema,
  /** How many connects of outsiders got in. */
  outsidersIn: z.number().nullable(),
  /** Why an answer is unknown; empty when none is. */
  reasons: z.array(z.string()),
});
export type CellResult = Readonly<z.infer<typeof resultSchema>>;

const cellSchema = z.strictObject({
  fix: z.string(),
  fault: z.string(),
  /** Why this server cannot have this cell; null if it can. */
  unavailable: z.string().nullable(),
  result: resultSchema.nullable(),
  /** The folder of its run, relative to that of matrix.json. */
  run: z.string().nullable(),
});
export type Cell = Readonly<z.infer<typeof cellSchema>>;

/** matrix.json. */
export const matrixSchema = z.strictObject({
  schema: z.literal('wraplab/matrix@1'),
  server: z.strictObject({ id: z.string(), version: z.string() }),
  seed: z.number().int(),
  standards: z.strictObject({ fastWithinMs: z.number(), availablePercent: z.number() }),
  rows: z.array(z.strictObject({ id: z.string(), title: z.string(), kind: z.enum(['control', 'remedy', 'redHerring']) })),
  columns: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  cells: z.array(cellSchema),
});
export type Matrix = Readonly<z.infer<typeof matrixSchema>>;

/** The answers of one run of a cell. */
export function resultOf(verdict: Verdict): CellResult {
  const of = (id: string) => verdict.expectations.find((expectation) => expectation.id === id);
  const stateIn = (part: string, names: readonly string[]): State => worstState(names.map((name) => stateOf(of(`${name}-${part}`))));
  const answer = (...names: readonly string[]): Answer =>
    answerOf(stateIn(parts.known, names), stateIn(parts.alone, names), stateIn(parts.strangers, names));
  const figures = (part: string) => ({
    waitMs: number(of(`fast-${part}`)?.measured),
    ...(of(`fast-${part}`)?.isLowerBound === true ? { isLonger: true as const } : {}),
    servedPercent: number(of(`available-${part}`)?.measured),
    socketPercent: number(of(`socket-${part}`)?.measured),
  });
  const outsider = worstState(['outsider-out', 'outsider-out-ever'].map((id) => stateOf(of(id))));
  const three = {
    fast: answer('fast'),
    available: answer('available', 'socket'),
    outsiderOut: answerOf(outsider, outsider, outsider),
  };
  return {
    ...three,
    known: figures(parts.known),
    alone: figures(parts.alone),
    strangers: figures(parts.strangers),
    outsidersIn: number(of('outsider-out-ever')?.measured),
    reasons: Object.values(three).includes('unknown') ? whyUnknown(verdict) : [],
  };
}

/** The state of one expectation. `open`: too few connects decided in time, or too close to the limit, in a run that can be judged. */
type State = 'confirmed' | 'refuted' | 'open' | 'unknown';
const worstFirst: readonly State[] = ['refuted', 'unknown', 'open'];

function stateOf(expectation: JudgedExpectation | undefined): State {
  if (expectation === undefined) {
    return 'unknown';
  }
  const { verdict, undecided = 0, interval, samples, reason } = expectation;
  const isOfRun = reason === unfitRun;
  const isOpen = !isOfRun && (interval !== undefined && samples >= fewestDecided ? true : undecided > 0);
  return verdict === 'inconclusive' ? (isOpen ? 'open' : 'unknown') : verdict;
}

function worstState(states: readonly State[]): State {
  return worstFirst.find((each) => states.includes(each)) ?? 'confirmed';
}

/** A result without answers, and the reason. */
export function unknownResult(reason: string): CellResult {
  const none = { waitMs: null, servedPercent: null, socketPercent: null };
  return {
    fast: 'unknown',
    available: 'unknown',
    outsiderOut: 'unknown',
    alone: none,
    strangers: none,
    outsidersIn: null,
    reasons: [reason],
  };
}

/** Whether all three answers of a cell are yes, even with strangers. */
export function holds({ result }: Cell): boolean {
  return result !== null && [result.fast, result.available, result.outsiderOut].every((answer) => answer === 'yes');
}

/** Whether every possible cell has its three answers. */
export function isDecided({ cells }: Matrix): boolean {
  return cells.every(
    ({ unavailable, result }) =>
      unavailable !== null || (result !== null && ![result.fast, result.available, result.outsiderOut].includes('unknown')),
  );
}

/**
 * Merges several matrices, such as shards, into one. If several have the same cell, the last one counts.
 *
 * @throws LabError `usage` when they differ in server, seed or standards.
 */
export function mergeMatrices(matrices: readonly Matrix[]): Matrix {
  const [first, ...others] = matrices;
  if (first === undefined) {
    throw usageError(['expected at least one matrix to merge, got none']);
  }
  const conditions = ({ server, seed, standards }: Matrix): string => JSON.stringify({ server, seed, standards });
  const odd = others.find((other) => conditions(other) !== conditions(first));
  if (odd !== undefined) {
    throw usageError([`expected matrices of one server, seed and standards, got ${conditions(first)} and ${conditions(odd)}`]);
  }
  const latest = new Map(matrices.flatMap(({ cells }) => cells.map((cell) => [`${cell.fix} ${cell.fault}`, cell] as const)));
  const rows = uniqueBy(
    matrices.flatMap((matrix) => matrix.rows),
    ({ id }) => id,
  );
  const columns = uniqueBy(
    matrices.flatMap((matrix) => matrix.columns),
    ({ name }) => name,
  );
  const cells = rows.flatMap(({ id }) => columns.flatMap(({ name }) => latest.get(`${id} ${name}`) ?? []));
  return { ...first, rows, columns, cells };
}

/** The cells that two matrices have in common and that differ, one line each. */
export function differences(one: Matrix, other: Matrix): string[] {
  return one.cells.flatMap((cell) => {
    const twin = other.cells.find(({ fix, fault }) => fix === cell.fix && fault === cell.fault);
    const [a, b] = [words(cell), twin === undefined ? undefined : words(twin)];
    return b === undefined || a === b ? [] : [`${cell.fix} under ${cell.fault}: ${a}; and ${b}`];
  });
}

function words({ unavailable, result }: Cell): string {
  return result === null
    ? `not available (${unavailable})`
    : `fast ${result.fast}, available ${result.available}, outsider out ${result.outsiderOut}`;
}

function answerOf(known: State, alone: State, strangers: State): Answer {
  const ladder = [
    { state: known, refuted: 'no' },
    { state: alone, refuted: 'known' },
    { state: strangers, refuted: 'alone' },
  ] as const;
  const first = ladder.find(({ state }) => state !== 'confirmed');
  if (first === undefined) {
    return 'yes';
  }
  return first.state === 'refuted' ? first.refuted : first.state === 'open' ? 'open' : 'unknown';
}

function whyUnknown({ verdict, reasons, expectations }: Verdict): string[] {
  const unsure = expectations.filter((expectation) => expectation.verdict === 'inconclusive');
  return verdict === 'inconclusive' ? [...reasons] : unsure.map(({ id, reason }) => `${id}: ${reason}`);
}

function number(measured: number | string | null | undefined): number | null {
  return typeof measured === 'number' ? measured : null;
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
