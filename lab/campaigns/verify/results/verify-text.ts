import { coloured, type Paint, plain } from '../../../text/paint.ts';
import { plainTable } from '../../../text/plain-table.ts';
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

/** The report for a terminal: warnings, a line for each fault, the reasons, and the verdict last, next to the prompt. */
export function asText(result: VerifyResult, inColours: boolean): string {
  const paint = inColours ? coloured : plain;
  const verdict = overall(result);
  const said = [
    ...result.assumed.map((text) => `assumed: ${text}`),
    ...result.warnings.map((warning) => warningAsText(result.folder, warning)),
  ];
  const parts = [
    said.map(printable).join('\n'),
    faultTable(result, paint),
    printable(reasons(result.faults)),
    result.changes === undefined
      ? ''
      : printable([changesHeadline(result.changes), ...result.changes.said.map((text) => `  ${text}`)].join('\n')),
    `${paint([colours[verdict], 'bold'], `${signs[verdict]} ${inWords[verdict].toUpperCase()}`)}  ${printable(summary(result))}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function faultTable({ faults }: VerifyResult, paint: Paint): string {
  const head = ['', 'fault', ...questions.map(({ title }) => title)].map((name) => paint('dim', name));
  const table = plainTable(head, ['left', 'left', ...questions.map(() => 'left' as const)]);
  for (const fault of faults) {
    table.push([
      paint(colours[fault.verdict], signs[fault.verdict]),
      printable(fault.fault),
      ...questions.map((question) => cell(question, fault, paint)),
    ]);
  }
  return `${table.toString()}\n${paint('dim', figuresInWords)}`;
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
