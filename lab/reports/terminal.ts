import type { RunRecord } from '../record/run-record.ts';
import { fitLines, unlimited } from '../text/fit-lines.ts';
import { fittingTable } from '../text/fitting-table.ts';
import { coloured, type Paint, plain } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { Verdict, VerdictName } from '../verdict/verdict-schema.ts';
import { causeInWords } from './cause-in-words.ts';
import { limitText, measuredText, signs } from './figures.ts';
import { renderHostDiff } from './host-diff.ts';
import { noConnects, phaseColumns, phaseRows, phaseTableNote } from './phase-rows.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, regimeInWords, serverInWords, whatWasCounted } from './run-in-words.ts';
import { timeline } from './timeline-chart.ts';

/** For a person at the end of a run: first the verdict, then the reasons, then the figures. */
export const terminal = {
  id: 'terminal',
  title: 'a terminal: verdict, expectations, the figures of each phase, a plot of waits and accept queue, the cause',
  file: 'report.txt',
  render: (record, verdict) => renderTerminal(record, verdict, false),
} as const satisfies Report;

/** A limit is needed: a fix that names every client changes a line for each. */
const diffLinesOfEachFile = 12;

/**
 * The report with colours, or as plain text.
 *
 * @param width columns of the terminal. Default: no limit.
 */
export function renderTerminal(record: RunRecord, verdict: Verdict, inColours: boolean, width = unlimited): string {
  const paint = inColours ? coloured : plain;
  const parts = [
    headline(record, verdict, paint),
    expectations(verdict, paint, width),
    phaseTable(verdict, paint, width),
    timeline(record, paint, width),
    renderHostDiff(record.manifest, paint, diffLinesOfEachFile),
    causeInWords(record),
    whatWasCounted(record),
  ];
  return `${fitLines(parts.filter((part) => part !== '').join('\n\n'), width)}\n`;
}

const colours = { confirmed: 'green', refuted: 'red', inconclusive: 'yellow' } as const satisfies Record<VerdictName, string>;

function headline(record: RunRecord, verdict: Verdict, paint: Paint): string {
  const colour = colours[verdict.verdict];
  const server = printable(serverInWords(record, verdict));
  const fixes = verdict.fixes.length === 0 ? '' : ` · fix ${verdict.fixes.join(', ')}`;
  const others = otherLimitsInWords(verdict);
  const regime = regimeInWords(record);
  const lines = [
    `${paint([colour, 'bold'], `${signs[verdict.verdict]} ${verdict.verdict.toUpperCase()}`)}  ${paint('bold', printable(verdict.scenario))}  ${printable(verdict.title)}`,
    paint('dim', `  ${server} · fault ${printable(faultInWords(record))}${fixes} · seed ${verdict.seed}`),
    ...(regime === '' ? [] : [paint('dim', `  ${printable(regime)}`)]),
    ...(others === '' ? [] : [paint('yellow', `  ${others}`)]),
    ...verdict.reasons.map((reason) => `  ${paint(colour, '–')} ${printable(reason)}`),
  ];
  return lines.join('\n');
}

function expectations(verdict: Verdict, paint: Paint, width: number): string {
  const rows = verdict.expectations.map((expectation) => [
    paint(colours[expectation.verdict], signs[expectation.verdict]),
    printable(expectation.text),
    printable(measuredText(expectation)),
    paint('dim', printable(limitText(expectation))),
  ]);
  const head = ['', 'expectation', 'measured', 'limit'];
  return fittingTable({ head, aligns: ['left', 'left', 'right', 'left'], rows, titles: 2, wraps: 1 }, width);
}

function phaseTable(verdict: Verdict, paint: Paint, width: number): string {
  const rows = phaseRows(verdict);
  if (rows.length === 0) {
    return noConnects;
  }
  const aligns = phaseColumns.map((_, index) => (index < 2 ? ('left' as const) : ('right' as const)));
  const table = fittingTable({ head: phaseColumns, aligns, rows, titles: 2, paintHead: (name) => paint('dim', name) }, width);
  return `${table}\n${paint('dim', phaseTableNote)}`;
}
