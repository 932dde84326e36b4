import { expandClients } from '../../../scenario/hosts-schema.ts';
import { isAbout } from '../access/access-daemons.ts';
import { type EtcFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';
import type { Subject } from '../host/verify-subject.ts';
import { canLookUp } from './access-lookups.ts';
import { domainWarnings, namesAround } from './access-names.ts';
import { orderWarnings } from './access-order.ts';
import { outcomeWarnings } from './access-outcome.ts';
import { hostConfWarnings, onlyOneAddress } from './host-conf.ts';
import { type AccessRule, readAccessFile } from './hosts-access.ts';
import { hostsWarnings } from './hosts-warnings.ts';
import { asksDns, nsswitchWarnings } from './nsswitch.ts';
import { optionFileWarnings } from './option-files.ts';
import { resolvConfWarnings, type Waits } from './resolv-conf-warnings.ts';
import { isOn, lastOption, type OptionsRead, optionsRead } from './server-options.ts';
import { textFormWarnings } from './text-form.ts';

/** Every warning and note about the files, by file and line. `daemon` is the running server's program. */
export function warningsOf({ etc, configuration, network }: Subject, daemon: string): Warning[] {
  const clients = expandClients(network.clients);
  const names = namesAround([...clients, ...expandClients(network.outsiders)].map(({ name }) => name));
  const patternsIn = (path: string): string | undefined => patternsOf(etc, path);
  const access = ['hosts.allow', 'hosts.deny'].flatMap((name) =>
    etc.files.filter(({ path }) => path === name).map((file) => readAccessFile(file, daemon, patternsIn)),
  );
  const rules = access.flatMap((file) => file.rules);
  const options = optionsRead(etc, daemon);
  const warnings = [
    ...access.flatMap((file) => file.warnings),
    ...domainWarnings(
      rules.filter(({ daemons }) => isAbout(daemons, daemon)),
      names,
    ),
    ...orderWarnings(rules, daemon),
    ...outcomeWarnings(rules, daemon),
    ...of(etc, 'resolv.conf', (file) =>
      resolvConfWarnings(file, configuration.limits.greetingP95Ms, whatWaits(etc, rules, daemon, options)),
    ),
    ...of(etc, 'hosts', (file) => hostsWarnings(file, clients, onlyOneAddress(etc))),
    ...of(etc, 'host.conf', hostConfWarnings),
    ...of(etc, 'nsswitch.conf', nsswitchWarnings),
    ...optionFileWarnings(etc, options),
    ...etc.files.flatMap(textFormWarnings),
    ...unreadNote(etc.unread),
  ];
  return inOrder(warnings);
}

function whatWaits(etc: EtcFolder, rules: readonly AccessRule[], daemon: string, options: OptionsRead): Waits {
  if (!asksDns(textOf(etc, 'nsswitch.conf'))) {
    return 'nothing';
  }
  if (canLookUp(rules, daemon, (path) => patternsOf(etc, path))) {
    return 'accept thread';
  }
  return isOn(lastOption(options, 'skip-name-resolve')) ? 'nothing' : 'server itself';
}

/** The text of a file that a rule names by its path on the host. */
function patternsOf({ files }: EtcFolder, path: string): string | undefined {
  return files.find((file) => `/etc/${file.path}` === path)?.text;
}

/** One note for all of them: a whole /etc has hundreds. */
function unreadNote(unread: readonly string[]): Warning[] {
  const [file, ...others] = unread;
  const shown = others.slice(0, 5);
  const names = `${shown.join(', ')}${others.length > shown.length ? ', …' : ''}`;
  const text =
    others.length === 0
      ? 'not read: the lab does not use it'
      : `not read, like ${others.length} more (${names}): the lab does not use them`;
  return file === undefined ? [] : [{ file, line: 1, weight: 'note', text }];
}

function of(etc: EtcFolder, name: string, look: (file: EtcFile) => Warning[]): Warning[] {
  return etc.files.filter(({ path }) => path === name).flatMap(look);
}

/** Files in the order of their first warnings, then by line. */
function inOrder(warnings: readonly Warning[]): Warning[] {
  const files = [...new Set(warnings.map(({ file }) => file))];
  return [...warnings].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
}
