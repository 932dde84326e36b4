import { againLine } from '../process/command-line.ts';
import { code, codeBlock, paragraphs, table, text } from '../text/markdown.ts';
import { everyAffectedInWords } from './affected-in-words.ts';
import { causeInWords } from './cause-in-words.ts';
import { limitText, measuredText, signs } from './figures.ts';
import { phaseColumns, phaseRows } from './phase-rows.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from './run-in-words.ts';

/** Markdown for the summary of a CI run, or for a ticket. */
export const summary = {
  id: 'summary',
  title: 'the summary of a CI run, or a ticket: Markdown',
  file: 'summary.md',
  render: (record, verdict) => {
    const fixes = verdict.fixes.length === 0 ? '' : `, fixes ${verdict.fixes.join(', ')}`;
    const expectations = verdict.expectations.map((expectation) => [
      signs[expectation.verdict],
      text(expectation.text),
      text(measuredText(expectation)),
      text(limitText(expectation)),
    ]);
    return paragraphs([
      `# ${signs[verdict.verdict]} ${verdict.verdict}: ${code(verdict.scenario)}`,
      text(verdict.title),
      text(otherLimitsInWords(verdict)),
      verdict.reasons.map((reason) => `- ${text(reason)}`).join('\n'),
      text(`${serverInWords(record, verdict)}; fault ${faultInWords(record)}${fixes}; seed ${verdict.seed}`),
      table(['', 'expectation', 'measured', 'limit'], expectations),
      everyAffectedInWords(verdict)
        .map((words) => `- ${text(words)}`)
        .join('\n'),
      text(causeInWords(record)),
      `<details><summary>How the connects ended</summary>`,
      table(
        phaseColumns,
        phaseRows(verdict).map((cells) => cells.map(text)),
      ),
      text(whatWasCounted(record)),
      '</details>',
      ...(record.manifest.command.length === 0 ? [] : ['Run again:', codeBlock(againLine(record.manifest.command))]),
    ]);
  },
} as const satisfies Report;
