import { join } from 'node:path';
import { usageError } from '../../../errors/lab-error.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { type Configuration, defaultConfiguration, readConfiguration } from '../host/configuration.ts';
import { networkOf } from '../host/host-network.ts';
import { placeOfSetting } from '../host/setting-place.ts';
import type { Subject } from '../host/verify-subject.ts';
import { addressProblems } from './address-problems.ts';
import { scheduleOf } from './schedule.ts';

/**
 * Everything about a folder, from its files.
 *
 * @throws LabError `usage` with each problem as `PLACE: expected …, got …`.
 */
export function subjectOf(etc: EtcFolder): Subject {
  const configuration = configurationOf(etc);
  const found = networkOf(etc, configuration);
  if ('problems' in found) {
    throw usageError(found.problems, whatToDo(etc));
  }
  const subject = { etc, configuration, network: found.network };
  const ofAddresses = addressProblems(etc, configuration, found.network);
  const problems = ofAddresses.length > 0 ? ofAddresses : scheduleProblems(subject);
  if (problems.length > 0) {
    throw usageError(problems, whatToDo(etc));
  }
  return subject;
}

/** Settings with which the questions cannot be answered in a bounded time, under any of the faults. */
function scheduleProblems(subject: Subject): string[] {
  const { etc, configuration } = subject;
  const problems = configuration.faults.flatMap((fault) => scheduleOf(subject, fault).problems);
  return [...new Set(problems.map(({ setting, text }) => `${placeOfSetting(etc, setting)}: ${setting.join('.')}: ${text}`))];
}

function configurationOf(etc: EtcFolder): Configuration {
  const text = textOf(etc, configurationFile);
  if (text === undefined) {
    return defaultConfiguration;
  }
  const read = readConfiguration(join(etc.folder, configurationFile), text);
  if ('problems' in read) {
    throw usageError(read.problems, whatToDo(etc));
  }
  return read.configuration;
}

/** What to do next: with settings they are wrong, without them they can say what the other files do not. */
function whatToDo(etc: EtcFolder): string {
  const start =
    textOf(etc, configurationFile) === undefined
      ? `mend the files, or write what they lack into ${configurationFile}: npm run verify -- --init DIR writes one, filled from the others`
      : 'npm run verify -- --init NEW-DIR writes an example';
  return `${start}; nothing was started, and nothing in the folder was changed`;
}
