import { join } from 'node:path';
import { configurationFile, type EtcFolder } from '../access/etc-folder.ts';
import { defaultConfiguration, readConfiguration } from '../host/configuration.ts';
import { networkOf } from '../host/host-network.ts';
import { type ScheduleProblem, scheduleOf } from '../scenario/schedule.ts';
import { draftNetwork } from './draft-network.ts';
import { draftText, type Rates } from './draft-text.ts';

/** `load.ratePerSecond` cannot be higher. */
const highestRate = 500;

/**
 * Proposes a `wraplab.yaml` for a folder that has none. `verify` accepts it as it is, unless other files have problems that no setting
 * can mend, such as a nameserver on the database host itself.
 *
 * @param daemons programs of the server, as rules name them.
 */
export function draftConfiguration(etc: EtcFolder, daemons: readonly string[]): string {
  const network = draftNetwork(etc, daemons);
  let rates: Rates = defaultConfiguration.load;
  for (;;) {
    const text = draftText(network, rates);
    const [first, ...others] = tooSlow(etc, text).filter(({ setting: [, name] }) => rates[name] < highestRate);
    if (first === undefined) {
      return text;
    }
    for (const {
      setting: [, name],
      enough,
    } of [first, ...others]) {
      rates = { ...rates, [name]: Math.min(highestRate, Math.max(rates[name], Math.ceil(margin * enough))) };
    }
  }
}

/** What is about enough is rounded, and may be a little less than enough. */
const margin = 1.1;

/** Rates with which not every host could try in time, under some fault. */
function tooSlow(etc: EtcFolder, text: string): ScheduleProblem[] {
  const read = readConfiguration(join(etc.folder, configurationFile), text);
  const found = 'problems' in read ? read : networkOf(etc, read.configuration);
  if ('problems' in read || 'problems' in found) {
    return [];
  }
  const subject = { etc, configuration: read.configuration, network: found.network };
  return read.configuration.faults.flatMap((fault) => scheduleOf(subject, fault).problems);
}
