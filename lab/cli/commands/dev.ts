import { withNearest } from '../../errors/describe-problems.ts';
import { usageError } from '../../errors/lab-error.ts';
import type { Command } from '../command.ts';
import { pictures } from '../dev/pictures/pictures.ts';
import { steadiness } from '../dev/steadiness.ts';

/** What is for work on the lab itself, behind one npm script. */
const subcommands: readonly Command[] = [pictures, steadiness];

export const dev: Command = {
  name: 'dev',
  usage: `dev -- ${subcommands.map(({ name }) => name).join('|')} [options]`,
  title: `for work on the lab itself: ${subcommands.map(({ name, title }) => `${name} ${title}`).join('; ')}`,
  help: () => subcommands.map(({ usage, title, help }) => `npm run ${usage}\n\n${title}\n\n${help()}`).join('\n\n'),
  async run([name = '', ...args], signal) {
    const names = subcommands.map((each) => each.name);
    const subcommand = subcommands.find((each) => each.name === name);
    if (subcommand === undefined) {
      throw usageError([`expected what to do (${names.join(', ')}), got ${withNearest(name, names)}`]);
    }
    return subcommand.run(args, signal);
  },
};
