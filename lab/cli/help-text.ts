import type { Command } from './command.ts';

/** What --help prints: usage, title and options of a command, or of the subcommand that its arguments name. */
export function helpText(command: Command, args: readonly string[]): string {
  const subcommand = command.subcommands?.find(({ name }) => name === args[0]);
  const shown = subcommand ?? command;
  const usage = subcommand === undefined ? shown.usage : `${command.name} -- ${shown.usage}`;
  return `npm run ${usage}\n\n${shown.title}\n\n${shown.help()}\n`;
}
