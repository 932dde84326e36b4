import { fitLines, unlimited } from '../../../text/fit-lines.ts';
import { fittingTable } from '../../../text/fitting-table.ts';
import { coloured, type Paint, plain } from '../../../text/paint.ts';
import { printable } from '../../../text/printable.ts';
import type { VerdictName } from '../../../verdict/verdict-schema.ts';
import { warningAsText } from '../access/warning.ts';
import { changesHeadline } from './changes.ts';
import {
  affectedOf,
  answerTo,
  type FaultResult,
  figureOf,
  figuresInWords,
  findingsOf,
  inWords,
  overall,
  questions,
  signOf,
  signs,
  summary,
  type VerifyResult,
} from './result.ts';

const colours = { confirmed: 'green', refuted: 'red', inconclusive: 'yellow' } as const satisfies Record<VerdictName, string>;

/** The report for a terminal: warnings, a line for each fault, the reasons, and the verdict last, next to the prompt. `width`: columns of the terminal. */
export function asText(result: VerifyResult, inColours: boolean, width = unlimited): string {
  const paint = inColours ? coloured : plain;
  const verdict = overall(result);
  const said = [
    ...result.assumed.map((text) => `assumed: ${text}`),
    ...result.warnings.map((warning) => warningAsText(result.folder, warning)),
  ];
  const parts = [
    said.map(printable).join('\n'),
    faultTable(result, paint, width),
    printable(reasons(result.faults)),
    result.changes === undefined
      ? ''
      : printable([changesHeadline(result.changes), ...result.changes.said.map((text) => `  ${text}`)].join('\n')),
    `${paint([colours[verdict], 'bold'], `${signs[verdict]} ${inWords[verdict].toUpperCase()}`)}  ${printable(summary(result))}`,
  ];
  return `${fitLines(parts.filter((part) => part !== '').join('\n\n'), width)}\n`;
}

function faultTable({ faults }: VerifyResult, paint: Paint, width: number): string {
  const head = ['', 'fault', ...questions.map(({ title }) => title)];
  const rows = faults.map((fault) => [
    paint(colours[fault.verdict], signs[fault.verdict]),
    printable(fault.fault),
    ...questions.map((question) => cell(question, fault, paint)),
  ]);
  const aligns = head.map(() => 'left' as const);
  return `${fittingTable({ head, aligns, rows, titles: 2, paintHead: (name) => paint('dim', name) }, width)}\n${paint('dim', figuresInWords)}`;
}

function cell(question: (typeof questions)[number], fault: FaultResult, paint: Paint): string {
  const answer = answerTo(question, fault);
  const sign = signOf(question, fault);
  const figure = printable(figureOf(question, fault));
  return sign === '' || answer === null ? figure : `${paint(colours[answer], sign)} ${figure}`;
}

function reasons(faults: readonly FaultResult[]): string {
  return faults
    .flatMap((fault) =>
      [...fault.reasons, ...affectedOf(fault), ...findingsOf(fault)].map((reason) => printable(`${fault.fault}: ${reason}`)),
    )
    .join('\n');
}
