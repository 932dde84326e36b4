import type { RunRecord } from '../record/run-record.ts';
import type { Paint } from '../text/paint.ts';
import { plainTable } from '../text/plain-table.ts';
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
export function mainFiguresAsText(verdict: Verdict, paint: Paint): string {
  const figures = mainFigures(verdict);
  if (figures.length === 0) {
    return '';
  }
  const table = plainTable(
    mainFigureColumns.map((name) => paint('dim', name)),
    ['left', 'right', 'right'],
  );
  table.push(...figures.map(({ what, before, during }) => [what, before, during]));
  return table.toString();
}
