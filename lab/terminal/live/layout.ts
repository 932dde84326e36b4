import type { PathSoFar } from './path-so-far.ts';

/** A column of figures to the right of the sparklines. */
export interface Column {
  readonly head: string;
  readonly width: number;
  value(path: PathSoFar, nowMs: number): string;
}

/** How the rows of a frame are divided, in columns of the terminal. */
export interface Layout {
  readonly labelWidth: number;
  readonly sparkWidth: number;
  readonly columns: readonly Column[];
  /** All columns together. */
  readonly figuresWidth: number;
}

const latest = (width: number): Column => ({
  head: 'latest',
  width,
  value: ({ latest: last }) => (last === undefined ? '–' : latencyInWords(last.ms)),
});
const ok = (width: number): Column => ({ head: 'ok', width, value: ({ counts }) => countInWords(counts.ok) });
const refused = (head: string, width: number): Column => ({ head, width, value: ({ counts }) => countInWords(counts.refused) });
const timedOut = (head: string, width: number): Column => ({ head, width, value: ({ counts }) => countInWords(counts.timedOut) });
const failed = (head: string, width: number): Column => ({ head, width, value: ({ counts }) => countInWords(counts.failed) });
const notOk = (head: string, width: number): Column => ({
  head,
  width,
  value: ({ counts }) => countInWords(counts.refused + counts.timedOut + counts.failed),
});
const pending = (head: string, width: number): Column => ({
  head,
  width,
  value: (path, nowMs) => countInWords(path.pending(nowMs)),
});

/** The widest first; each with the narrowest sparkline that it may leave. */
const choices: readonly { readonly leastSpark: number; readonly columns: readonly Column[] }[] = [
  {
    leastSpark: 30,
    columns: [latest(9), ok(6), refused('refused', 8), timedOut('timed out', 10), failed('failed', 7), pending('pending', 8)],
  },
  { leastSpark: 20, columns: [latest(8), ok(5), refused('ref.', 5), timedOut('t.o.', 5), failed('fail', 5), pending('pend', 5)] },
  { leastSpark: 6, columns: [latest(8), ok(5), notOk('not', 5), pending('pend', 5)] },
  { leastSpark: 4, columns: [latest(8)] },
  { leastSpark: 0, columns: [] },
];

/** Divides `width` columns: drops counts before the sparklines become too short to read. */
export function layoutFor(width: number, labels: readonly string[]): Layout {
  const labelWidth = Math.max(...labels.map((label) => label.length)) + 1;
  const figures = (columns: readonly Column[]): number => columns.reduce((sum, column) => sum + column.width, 0);
  const fits = choices.find(({ leastSpark, columns }) => width - labelWidth - figures(columns) >= leastSpark);
  const columns = fits?.columns ?? [];
  const figuresWidth = figures(columns);
  return { labelWidth, sparkWidth: Math.max(1, width - labelWidth - figuresWidth), columns, figuresWidth };
}

/** Up to four characters. */
function countInWords(count: number): string {
  if (count === 0) {
    return '·';
  }
  return count < 10_000 ? String(count) : count < 1e6 ? `${Math.floor(count / 1000)}k` : `${Math.floor(count / 1e6)}M`;
}

/** Up to seven characters. */
export function latencyInWords(ms: number): string {
  if (ms < 9.95) {
    return `${ms.toFixed(1)} ms`;
  }
  return ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(ms < 99_500 ? 1 : 0)} s`;
}
