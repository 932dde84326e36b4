import type { RunRecord } from '../record/run-record.ts';
import { coloured, type Paint, plain } from '../text/paint.ts';
import { plainTable } from '../text/plain-table.ts';
import { printable } from '../text/printable.ts';
import type { Verdict, VerdictName } from '../verdict/verdict-schema.ts';
import { everyAffectedInWords } from './affected-in-words.ts';
import { causeInWords } from './cause-in-words.ts';
import { limitText, measuredText, signs } from './figures.ts';
import { renderHostDiff } from './host-diff.ts';
import { phaseColumns, phaseRows, phaseTableNote } from './phase-rows.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from './run-in-words.ts';
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

/** The report with colours, or as plain text. */
export function renderTerminal(record: RunRecord, verdict: Verdict, inColours: boolean): string {
  const paint = inColours ? coloured : plain;
  const parts = [
    headline(record, verdict, paint),
    expectations(verdict, paint),
    everyAffectedInWords(verdict).map(printable).join('\n'),
    phaseTable(verdict, paint),
    timeline(record, paint),
    renderHostDiff(record.manifest, paint, diffLinesOfEachFile),
    causeInWords(record),
    whatWasCounted(record),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const colours = { confirmed: 'green', refuted: 'red', inconclusive: 'yellow' } as const satisfies Record<VerdictName, string>;

function headline(record: RunRecord, verdict: Verdict, paint: Paint): string {
  const colour = colours[verdict.verdict];
  const server = printable(serverInWords(record, verdict));
  const fixes = verdict.fixes.length === 0 ? '' : ` · fix ${verdict.fixes.join(', ')}`;
  const others = otherLimitsInWords(verdict);
  const { regime } = record.manifest.scenario;
  const lines = [
    `${paint([colour, 'bold'], `${signs[verdict.verdict]} ${verdict.verdict.toUpperCase()}`)}  ${paint('bold', printable(verdict.scenario))}  ${printable(verdict.title)}`,
    paint('dim', `  ${server} · fault ${faultInWords(record)}${fixes} · seed ${verdict.seed}`),
    ...(regime === undefined ? [] : [paint('dim', `  regime ${printable(`${regime.id}: ${regime.text}`)}`)]),
    ...(others === '' ? [] : [paint('yellow', `  ${others}`)]),
    ...verdict.reasons.map((reason) => `  ${paint(colour, '–')} ${printable(reason)}`),
  ];
  return lines.join('\n');
}

function expectations(verdict: Verdict, paint: Paint): string {
  const table = plainTable(['', 'expectation', 'measured', 'limit'], ['left', 'left', 'right', 'left']);
  for (const expectation of verdict.expectations) {
    const sign = paint(colours[expectation.verdict], signs[expectation.verdict]);
    table.push([sign, printable(expectation.text), printable(measuredText(expectation)), paint('dim', printable(limitText(expectation)))]);
  }
  return table.toString();
}

function phaseTable(verdict: Verdict, paint: Paint): string {
  const table = plainTable(
    phaseColumns.map((name) => paint('dim', name)),
    phaseColumns.map((_, index) => (index < 2 ? 'left' : 'right')),
  );
  table.push(...phaseRows(verdict));
  return `${table.toString()}\n${paint('dim', phaseTableNote)}`;
}
