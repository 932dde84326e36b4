import { printable } from '../reports/printable.ts';
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
      return answer === null ? '–' : `${signs[answer]} ${figureOf(question, fault)}`;
    }),
    fault.reasons.map(text).join('<br>'),
  ]);
  const parts = [
    `# ${signs[verdict]} ${inWords[verdict]}: ${code(folder)}`,
    text(summary(result)),
    table(['', 'fault', ...questions.map(({ title }) => title), 'why'], rows),
    list(
      'Warnings',
      warnings.map((warning) => warningAsText(folder, warning)),
    ),
    list('Assumed', assumed),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.map((item) => `- ${text(item)}`).join('\n')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text of a user's file or of a server's log must not become markup. */
function text(raw: string): string {
  return printable(raw)
    .replace(/[\\`*_[\]<>|#&]/g, (character) => `\\${character}`)
    .replace(/\s*\n\s*/g, '<br>');
}

function code(raw: string): string {
  return `\`${printable(raw).replace(/[`|\n]/g, "'")}\``;
}
