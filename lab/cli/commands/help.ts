import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import type { Command, Example } from '../command.ts';
import { exampleLines, helpText } from '../help-text.ts';
import { parseOptions } from '../options.ts';

const firstSteps: readonly Example[] = [
  { line: 'doctor', does: 'checks whether this machine can run the lab' },
  { line: 'scenario', does: 'lists the scenarios' },
  { line: 'scenario dns-slow', does: 'reproduces the outage, in half a minute' },
  { line: 'scenario dns-slow -- --fix numeric-acl', does: 'the same with a fix' },
  { line: 'verify -- --init my-etc', does: 'writes an example of a host of your own' },
];

/** The way in: what there is to type. @param everyCommand all commands; this one is among them. */
export function helpCommand(everyCommand: () => readonly Command[]): Command {
  return {
    name: 'help',
    usage: 'help [NAME]',
    title: 'shows where to begin, or how to use the command NAME',
    help: () => 'npm start prints the same as npm run help.',
    async run(args) {
      const [name, ...more] = parseOptions({}, args).positionals;
      const commands = everyCommand();
      const names = commands.map((each) => each.name);
      const command = commands.find((each) => each.name === name);
      if (more.length > 0 || (name !== undefined && command === undefined)) {
        throw usageError([`expected a command (${names.join(', ')}), got ${withNearest([name, ...more].join(' '), names)}`]);
      }
      process.stdout.write(command === undefined ? overview(commands) : helpText(command, []));
      return exitCodes.confirmed;
    },
  };
}

function overview(commands: readonly Command[]): string {
  const all = commands.map(({ name, title }) => ({ line: name, does: title }));
  return `wraplab reproduces an outage in containers, and proves which remedies work: a MySQL server that is linked against
libwrap waits for the DNS in its only accept thread.

first steps:
${exampleLines(firstSteps)}

all commands:
${exampleLines(all)}

npm run help NAME shows how to use a command. Options follow "--": npm keeps those in front of it for itself.
`;
}
