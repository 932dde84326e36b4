import { join } from 'node:path';
import { usageError } from '../../../errors/lab-error.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { type Configuration, defaultConfiguration, lineOfSetting, readConfiguration } from '../host/configuration.ts';
import { networkOf } from '../host/host-network.ts';
import type { Subject } from '../host/verify-subject.ts';
import { addressProblems } from './address-problems.ts';
import { scheduleOf } from './schedule.ts';

const whereToLook = 'npm run verify -- --init DIR writes an example; nothing was started, and nothing in the folder was changed';

/**
 * Everything about a folder, from its files.
 *
 * @throws LabError `usage` with each problem as `DIR/FILE:LINE: expected …, got …`.
 */
export function subjectOf(etc: EtcFolder): Subject {
  const configuration = configurationOf(etc);
  const found = networkOf(etc, configuration);
  if ('problems' in found) {
    throw usageError(found.problems, whereToLook);
  }
  const subject = { etc, configuration, network: found.network };
  const ofAddresses = addressProblems(etc, configuration, found.network);
  const problems = ofAddresses.length > 0 ? ofAddresses : scheduleProblems(subject);
  if (problems.length > 0) {
    throw usageError(problems, whereToLook);
  }
  return subject;
}

/** Settings with which the questions cannot be answered in a bounded time, under any of the faults. */
function scheduleProblems(subject: Subject): string[] {
  const { etc, configuration } = subject;
  const text = textOf(etc, configurationFile);
  const problems = configuration.faults.flatMap((fault) => scheduleOf(subject, fault).problems);
  const described = problems.map(({ setting, text: said }) => {
    const line = text === undefined ? '' : `:${lineOfSetting(text, setting)}`;
    return `${join(etc.folder, configurationFile)}${line}: ${setting.join('.')}: ${said}`;
  });
  return [...new Set(described)];
}

function configurationOf(etc: EtcFolder): Configuration {
  const text = textOf(etc, configurationFile);
  if (text === undefined) {
    return defaultConfiguration;
  }
  const read = readConfiguration(join(etc.folder, configurationFile), text);
  if ('problems' in read) {
    throw usageError(read.problems, whereToLook);
  }
  return read.configuration;
}
