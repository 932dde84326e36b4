import type { RunRecord } from '../record/run-record.ts';
import { fitLines, unlimited } from '../text/fit-lines.ts';
import { fittingTable } from '../text/fitting-table.ts';
import { coloured, type Paint, plain } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import type { Verdict, VerdictName } from '../verdict/verdict-schema.ts';
import { everyAffectedInWords } from './affected-in-words.ts';
import { causeOf } from './cause-in-words.ts';
import { failedFirst, limitText, measuredText, signs } from './figures.ts';
import { renderHostDiff } from './host-diff.ts';
import { ownHost } from './own-host.ts';
import { noConnects, phaseColumns, phaseRows, phaseTableNote } from './phase-rows.ts';
import type { MatrixRemedies } from './remedies.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from './run-in-words.ts';
import { timeline } from './timeline-chart.ts';
import { mainFiguresAsText, ownHostAsText } from './top-as-text.ts';
import {
  likeOutage,
  regimeInWords,
  signColumns,
  signsTitle,
  subjectInWords,
  topCause,
  verdictInWords,
  verdictNotes,
} from './verdict-in-words.ts';

/** For a person at the end of a run: what happened, why, what it means elsewhere, and then everything else. */
export const terminal = {
  id: 'terminal',
  title:
    'a terminal: verdict, cause, what it means on a host of one’s own, the main figures, a plot of waits and accept queue, then all figures',
  file: 'report.txt',
  render: (record, verdict, _browser, matrices) => renderTerminal(record, verdict, false, matrices === undefined ? {} : { matrices }),
} as const satisfies Report;

/** A limit is needed: a fix that names every client changes a line for each. */
const diffLinesOfEachFile = 12;

/**
 * The report with colours, or as plain text.
 *
 * @param options width: columns of the terminal, default no limit; matrices: what is known about remedies, default nothing.
 */
export function renderTerminal(
  record: RunRecord,
  verdict: Verdict,
  inColours: boolean,
  { width = unlimited, matrices = [] }: { readonly width?: number; readonly matrices?: readonly MatrixRemedies[] } = {},
): string {
  const paint = inColours ? coloured : plain;
  const cause = causeOf(record);
  const parts = [
    headline(record, verdict, paint),
    printable(topCause(cause, verdict)),
    ownHostAsText(record, ownHost(record, verdict, cause, matrices), paint),
    mainFiguresAsText(verdict, paint, width),
    timeline(record, paint, width),
    expectations(verdict, paint, width),
    everyAffectedInWords(verdict).map(printable).join('\n'),
    signsOfOutage(verdict, paint, width),
    phaseTable(verdict, paint, width),
    renderHostDiff(record.manifest, paint, diffLinesOfEachFile),
    cause.full,
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
  const regime = regimeInWords(record, verdict);
  const lines = [
    `${paint([colour, 'bold'], `${signs[verdict.verdict]} ${verdictInWords(verdict).toUpperCase()}`)}  ${paint('bold', printable(verdict.scenario))}  ${printable(subjectInWords(verdict))}`,
    paint('dim', `  ${server} · fault ${printable(faultInWords(record))}${fixes} · seed ${verdict.seed}`),
    ...(regime === '' ? [] : [paint('dim', `  ${printable(regime)}`)]),
    ...verdictNotes(record, verdict).map((note) => paint('dim', `  ${printable(note)}`)),
    ...(others === '' ? [] : [paint('yellow', `  ${others}`)]),
    ...verdict.reasons.map((reason) => `  ${paint(colour, '–')} ${printable(reason)}`),
  ];
  return lines.join('\n');
}

function expectations(verdict: Verdict, paint: Paint, width: number): string {
  const rows = failedFirst(verdict.expectations).map((expectation) => [
    paint(colours[expectation.verdict], signs[expectation.verdict]),
    printable(expectation.text),
    printable(measuredText(expectation)),
    paint('dim', printable(limitText(expectation))),
  ]);
  const head = ['', 'expectation', 'measured', 'limit'];
  return fittingTable({ head, aligns: ['left', 'left', 'right', 'left'], rows, titles: 2, wraps: 1 }, width);
}

/** What the outage looks like, for a run that asks about fixes; empty for any other. Without colours: it decides nothing. */
function signsOfOutage({ question }: Verdict, paint: Paint, width: number): string {
  if (question === undefined) {
    return '';
  }
  const rows = question.signs.map((sign) => [
    likeOutage(sign),
    printable(sign.text),
    printable(measuredText(sign)),
    paint('dim', printable(limitText(sign))),
  ]);
  const table = fittingTable(
    { head: signColumns, aligns: ['left', 'left', 'right', 'left'], rows, titles: 2, wraps: 1, paintHead: (name) => paint('dim', name) },
    width,
  );
  return `${paint('bold', signsTitle)}\n${table}`;
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
