import type { Command, Example } from './command.ts';

/** What --help prints: usage, title, options and examples of a command, or of the subcommand that its arguments name. */
export function helpText(command: Command, args: readonly string[]): string {
  const subcommand = command.subcommands?.find(({ name }) => name === args[0]);
  const shown = subcommand ?? command;
  const usage = subcommand === undefined ? shown.usage : `${command.name} -- ${shown.usage}`;
  return paragraphs(`npm run ${usage}`, shown.title, shown.help(), exampleText(shown.examples));
}

/** What a command prints that was given no arguments and needs some. */
export function usageText({ name, usage, title, examples, options }: Command): string {
  const more = options === undefined ? '' : `npm run ${name} -- --help lists the options.`;
  return paragraphs(`usage: npm run ${usage}`, title, exampleText(examples), more);
}

/** Command lines, and what each does, a line each. */
export function exampleLines(examples: readonly Example[]): string {
  const lines = examples.map(({ line, does }) => [`  npm run ${line}`, does] as const);
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, does]) => `${left.padEnd(width)}  ${does}`).join('\n');
}

function exampleText(examples: readonly Example[] = []): string {
  return examples.length === 0 ? '' : `examples:\n${exampleLines(examples)}`;
}

function paragraphs(...parts: readonly string[]): string {
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`;
}
