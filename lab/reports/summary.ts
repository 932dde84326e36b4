import { againLine } from '../process/command-line.ts';
import type { RunRecord } from '../record/run-record.ts';
import { code, codeBlock, paragraphs, table, text } from '../text/markdown.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import { everyAffectedInWords } from './affected-in-words.ts';
import { causeOf } from './cause-in-words.ts';
import { failedFirst, limitText, measuredText, signs } from './figures.ts';
import { mainFigureColumns, mainFigures } from './main-figures.ts';
import { checksTitle, type OwnHost, ownHost, remedyInWords, tryLine } from './own-host.ts';
import { noConnects, phaseColumns, phaseRows } from './phase-rows.ts';
import type { MatrixRemedies } from './remedies.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from './run-in-words.ts';
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

/** Markdown for the summary of a CI run, or for a ticket. */
export const summary = {
  id: 'summary',
  title: 'the summary of a CI run, or a ticket: Markdown',
  file: 'summary.md',
  render: (record, verdict, _browser?: unknown, matrices: readonly MatrixRemedies[] = []) => {
    const cause = causeOf(record);
    const fixes = verdict.fixes.length === 0 ? '' : `, fixes ${verdict.fixes.join(', ')}`;
    const expectations = failedFirst(verdict.expectations).map((expectation) => [
      signs[expectation.verdict],
      text(expectation.text),
      text(measuredText(expectation)),
      text(limitText(expectation)),
    ]);
    const figures = mainFigures(verdict).map(({ what, before, during }) => [text(what), text(before), text(during)]);
    const rows = phaseRows(verdict);
    return paragraphs([
      `# ${signs[verdict.verdict]} ${verdictInWords(verdict)}: ${code(verdict.scenario)}`,
      text(subjectInWords(verdict)),
      text(otherLimitsInWords(verdict)),
      verdict.reasons.map((reason) => `- ${text(reason)}`).join('\n'),
      text(`${serverInWords(record, verdict)}; fault ${faultInWords(record)}${fixes}; seed ${verdict.seed}`),
      text(regimeInWords(record, verdict)),
      text(verdictNotes(record, verdict).join(' ')),
      text(topCause(cause, verdict)),
      ownHostAsMarkdown(record, ownHost(record, verdict, cause, matrices)),
      figures.length === 0 ? '' : table(mainFigureColumns, figures),
      table(['', 'expectation', 'measured', 'limit'], expectations),
      everyAffectedInWords(verdict)
        .map((words) => `- ${text(words)}`)
        .join('\n'),
      signsOfOutage(verdict),
      text(cause.full),
      `<details><summary>How the connects ended</summary>`,
      rows.length === 0
        ? noConnects
        : table(
            phaseColumns,
            rows.map((cells) => cells.map(text)),
          ),
      text(whatWasCounted(record)),
      '</details>',
      ...(record.manifest.command.length === 0 ? [] : ['Run again:', codeBlock(againLine(record.manifest.command))]),
    ]);
  },
} as const satisfies Report;

/** The three commands as a block to copy, and the remedies as a list; empty if the run says nothing about other hosts. */
function ownHostAsMarkdown(record: RunRecord, found: OwnHost | null): string {
  if (found === null) {
    return '';
  }
  const line = tryLine(record, found);
  return [
    ...(found.checks.length === 0 ? [] : [text(checksTitle), codeBlock(checkLines(found).join('\n'))]),
    ...(found.said === '' ? [] : [text(found.said)]),
    found.remedies.map((remedy, index) => `${index + 1}. ${code(remedy.id)}: ${text(remedyInWords(remedy, found.faults))}`).join('\n'),
    ...(line === null ? [] : [`See it hold: ${code(line)}`]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Each command, and as a comment of the shell what to look for. */
function checkLines({ checks }: OwnHost): string[] {
  return checks.flatMap(({ command, lookFor }) => [`# ${lookFor}`, command]);
}

/** What the outage looks like, for a run that asks about fixes: folded, because it decides nothing. */
function signsOfOutage({ question }: Verdict): string {
  if (question === undefined) {
    return '';
  }
  const rows = question.signs.map((sign) => [likeOutage(sign), text(sign.text), text(measuredText(sign)), text(limitText(sign))]);
  return `<details><summary>${signsTitle}</summary>\n\n${table(signColumns, rows)}\n\n</details>`;
}
