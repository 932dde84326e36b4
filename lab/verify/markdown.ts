import { code, paragraphs, table, text } from '../reports/markdown.ts';
import { answerTo, figureOf, inWords, overall, questions, signs, summary, type VerifyResult } from './result.ts';
import { warningAsText } from './warning.ts';

/** The result as Markdown, for the summary of a CI run. */
export function markdown(result: VerifyResult): string {
  const { folder, faults, warnings, assumed } = result;
  const verdict = overall(result);
  const rows = faults.map((fault) => [
    signs[fault.verdict],
    code(fault.fault),
    ...questions.map((question) => {
      const answer = answerTo(question, fault);
      return answer === null ? '–' : `${signs[answer]} ${text(figureOf(question, fault))}`;
    }),
    fault.reasons.map(text).join('<br>'),
  ]);
  return paragraphs([
    `# ${signs[verdict]} ${inWords[verdict]}: ${code(folder)}`,
    text(summary(result)),
    table(['', 'fault', ...questions.map(({ title }) => title), 'why'], rows),
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
