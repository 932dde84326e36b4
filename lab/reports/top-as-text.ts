import type { RunRecord } from '../record/run-record.ts';
import { fittingTable } from '../text/fitting-table.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import { mainFigureColumns, mainFigures } from './main-figures.ts';
import { checksTitle, type OwnHost, remedyInWords, tryLine } from './own-host.ts';

/** What the run means for a host of one's own, for a terminal; empty if it says nothing about one. */
export function ownHostAsText(record: RunRecord, found: OwnHost | null, paint: Paint): string {
  if (found === null) {
    return '';
  }
  const { checks, said, remedies, faults } = found;
  const line = tryLine(record, found);
  return [
    ...(checks.length === 0 ? [] : [paint('bold', checksTitle)]),
    ...checks.flatMap(({ command, lookFor }) => [`  ${command}`, paint('dim', `      ${lookFor}`)]),
    ...(said === '' ? [] : [paint('bold', printable(said))]),
    ...remedies.map((remedy, index) => `  ${index + 1}. ${paint('bold', remedy.id)}  ${remedyInWords(remedy, faults)}`),
    ...(line === null ? [] : [paint('dim', `  see it hold: ${printable(line)}`)]),
  ].join('\n');
}

/** The figures that matter most as a table; empty if the run has none. */
export function mainFiguresAsText(verdict: Verdict, paint: Paint, width: number): string {
  const figures = mainFigures(verdict);
  if (figures.length === 0) {
    return '';
  }
  const rows = figures.map(({ what, before, during }) => [what, before, during]);
  const head = [...mainFigureColumns];
  return fittingTable(
    { head, aligns: ['left', 'right', 'right'], rows, titles: 1, wraps: 0, paintHead: (name) => paint('dim', name) },
    width,
  );
}
