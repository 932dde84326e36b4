import { code, paragraphs, table, text } from '../../../text/markdown.ts';
import { warningAsText } from '../access/warning.ts';
import { changesHeadline } from './changes.ts';
import {
  affectedOf,
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

/** The result as Markdown, for the summary of a CI run. */
export function markdown(result: VerifyResult): string {
  const { folder, faults, warnings, assumed, changes } = result;
  const verdict = overall(result);
  const rows = faults.map((fault) => [
    signs[fault.verdict],
    code(fault.fault),
    ...questions.map((question) => `${signOf(question, fault)} ${text(figureOf(question, fault))}`.trim()),
    [...fault.reasons, ...affectedOf(fault), ...findingsOf(fault)].map(text).join('<br>'),
  ]);
  return paragraphs([
    `# ${signs[verdict]} ${inWords[verdict]}: ${code(folder)}`,
    text(summary(result)),
    text(figuresInWords),
    table(['', 'fault', ...questions.map(({ title }) => title), 'why'], rows),
    changes === undefined ? '' : [text(changesHeadline(changes)), ...changes.said.map((said) => `- ${text(said)}`)].join('\n'),
    list(
      'Warnings',
      warnings.map((warning) => warningAsText(folder, warning)),
    ),
    list('Assumed', assumed),
  ]);
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.map((item) => `- ${text(item)}`).join('\n')}`;
}
