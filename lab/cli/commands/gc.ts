import { findGarbage, removeGarbage } from '../../engine/cleanup/garbage.ts';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { findEngine } from '../../engine/finding/find-engine.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions } from '../options.ts';

const options = {
  kept: { takes: '', help: 'also remove the hosts of runs with --keep', value: flag },
  'dry-run': { takes: '', help: 'remove nothing; print what would be removed', value: flag },
} as const;

/** Removes what killed labs left behind. */
export const gc: Command = {
  name: 'gc',
  usage: 'gc -- [options]',
  title: 'removes containers and networks that killed labs left behind',
  options,
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
        `wraplab: could not remove ${name}: the engine counts a connection to it that does not exist; restart the engine, then try again\n`,
      );
    }
    const verb = values['dry-run'] === true ? 'would remove' : 'removed';
    process.stdout.write(names.length === 0 ? 'nothing to remove\n' : `${names.map((name) => `${verb} ${name}`).join('\n')}\n`);
    return exitCodes.confirmed;
  },
};
