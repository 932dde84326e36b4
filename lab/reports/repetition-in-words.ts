import { unlimited } from '../text/fit-lines.ts';
import { fittingTable } from '../text/fitting-table.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { Repetition } from '../verdict/repeated-runs.ts';
import type { VerdictName } from '../verdict/verdict-schema.ts';

const head = ['expectation', 'confirmed', 'refuted', 'inconclusive', 'min', 'median', 'max', ''];
const aligns = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'] as const;

/**
 * Several runs of a scenario: how often each expectation was confirmed, and how far its figure spread.
 *
 * @param words a verdict as the runs call it.
 * @param width columns of the terminal. Default: no limit.
 */
export function repetitionAsText(
  name: string,
  { verdicts, expectations }: Repetition,
  words: (verdict: VerdictName) => string,
  paint: Paint,
  width = unlimited,
): string {
  const counts = (['confirmed', 'refuted', 'inconclusive'] as const)
    .map((verdict) => ({ verdict, count: verdicts[verdict] }))
    .filter(({ count }) => count > 0);
  const rows = expectations.map(({ text, unit, verdicts: of, spread }) => [
    printable(text),
    ...[of.confirmed, of.refuted, of.inconclusive].map((times) => (times === 0 ? '·' : String(times))),
    ...(spread === null ? ['', '', ''] : [spread.min, spread.median, spread.max].map((value) => Number(value.toPrecision(4)).toString())),
    unit,
  ]);
  const table = fittingTable({ head, aligns, rows, titles: 1, wraps: 0 }, width);
  return `${paint('bold', printable(name))}  ${counts.map(({ verdict, count }) => `${count} × ${words(verdict)}`).join(', ')}\n\n${table}`;
}
