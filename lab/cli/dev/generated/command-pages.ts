import type { Command } from '../../command.ts';
import { markdownTable } from './markdown-table.ts';

/** One line a command. */
export function commandTable(commands: readonly Command[]): string {
  return markdownTable(
    ['command', 'what it does'],
    commands.map(({ usage, title }) => [`\`npm run ${usage}\``, title]),
  );
}

/** Every command with its options: a page by itself. */
export function commandPage(commands: readonly Command[]): string {
  const parts = commands.map(({ name, usage, title, help }) =>
    [`## ${name}`, `    npm run ${usage}`, `${title.charAt(0).toUpperCase()}${title.slice(1)}.`, indented(help())]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `# Commands and their options\n\n${['`npm run NAME -- --help` prints the same.', ...parts].join('\n\n')}\n`;
}

function indented(text: string): string {
  return text.trim() === ''
    ? ''
    : text
        .trimEnd()
        .split('\n')
        .map((line) => (line.trim() === '' ? '' : `    ${line.replace(/^ {2}/, '')}`))
        .join('\n');
}
