import { findGarbage, removeGarbage } from '../../engine/cleanup/garbage.ts';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { findEngine } from '../../engine/finding/find-engine.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions } from '../options.ts';

const options = {
  kept: { takes: '', help: 'also end the hosts of runs with --keep', value: flag },
  'dry-run': { takes: '', help: 'only say what would be removed', value: flag },
} as const;

/** Removes what labs that were killed have left. */
export const gc: Command = {
  name: 'gc',
  usage: 'gc -- [options]',
  title: 'removes containers and networks that labs which are gone have left; nothing else is ever touched',
  help: () => describeOptions(options),
  async run(args) {
    const { values } = parseOptions(options, args);
    const { engine } = await findEngine(engineSettings(process.env));
    if (engine === null) {
      throw new LabError('expected a container engine, found none: there is nothing to clean', {
        code: 'unavailable',
        hint: 'start the engine that ran the lab',
      });
    }
    const garbage = await findGarbage(engine, values.kept === true);
    const stuck = values['dry-run'] === true ? [] : await removeGarbage(engine, garbage);
    const names = [...garbage.containers, ...garbage.networks].map(({ name }) => name).filter((name) => !stuck.includes(name));
    for (const name of stuck) {
      process.stderr.write(
        `wraplab: ${name} stays: the engine counts a connection to it that is not there; restart the engine, then try again\n`,
      );
    }
    const verb = values['dry-run'] === true ? 'would remove' : 'removed';
    process.stdout.write(names.length === 0 ? 'nothing was left\n' : `${names.map((name) => `${verb} ${name}`).join('\n')}\n`);
    return exitCodes.confirmed;
  },
};
