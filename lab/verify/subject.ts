import { join } from 'node:path';
import { usageError } from '../errors.ts';
import { addressProblems } from './address-problems.ts';
import type { Subject } from './as-scenario.ts';
import { type Configuration, defaultConfiguration, readConfiguration } from './configuration.ts';
import { configurationFile, type EtcFolder, textOf } from './etc-folder.ts';
import { networkOf } from './network.ts';

const whereToLook = 'npm run verify -- --init DIR writes an example; nothing was started, and nothing in the folder was changed';

/**
 * Everything about a folder that has been read.
 *
 * @throws LabError `usage` with each problem as `DIR/FILE:LINE: expected …, got …`.
 */
export function subjectOf(etc: EtcFolder): Subject {
  const configuration = configurationOf(etc);
  const found = networkOf(etc, configuration);
  if ('problems' in found) {
    throw usageError(found.problems, whereToLook);
  }
  const problems = addressProblems(etc, configuration, found.network);
  if (problems.length > 0) {
    throw usageError(problems, whereToLook);
  }
  return { etc, configuration, network: found.network };
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
