import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import type { Command } from '../command.ts';
import { bench } from '../dev/bench.ts';
import { claims } from '../dev/claims.ts';
import { pictures } from '../dev/pictures/pictures.ts';
import { readmeCommand } from '../dev/readme.ts';
import { soak } from '../dev/soak.ts';
import { steadiness } from '../dev/steadiness.ts';

/** Work on the lab itself. @param everyCommand all commands, for the README's table; this one is among them. */
export function devCommand(everyCommand: () => readonly Command[]): Command {
  const subcommands: readonly Command[] = [bench, claims, pictures, readmeCommand(everyCommand), soak, steadiness];
  const names = subcommands.map(({ name }) => name);
  return {
    name: 'dev',
    usage: 'dev -- [COMMAND] [options]',
    title: `works on the lab itself (${names.join(', ')})`,
    subcommands,
    help: () => listing(subcommands),
    async run([name, ...args], signal) {
      if (name === undefined) {
        process.stdout.write(`${listing(subcommands)}\n`);
        return exitCodes.confirmed;
      }
      const subcommand = subcommands.find((each) => each.name === name);
      if (subcommand === undefined) {
        throw usageError([`expected a command of dev (${names.join(', ')}), got ${withNearest(name, names)}`]);
      }
      return subcommand.run(args, signal);
    },
  };
}

function listing(subcommands: readonly Command[]): string {
  const width = Math.max(...subcommands.map(({ name }) => name.length));
  const lines = subcommands.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`);
  return `commands (npm run dev -- COMMAND; each has --help):\n${lines.join('\n')}`;
}
