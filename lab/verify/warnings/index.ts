import { expandClients } from '../../scenario.ts';
import type { Subject } from '../as-scenario.ts';
import type { EtcFile, EtcFolder } from '../etc-folder.ts';
import type { Warning } from '../warning.ts';
import { orderWarnings } from './access-order.ts';
import { hostsWarnings } from './hosts.ts';
import { readAccessFile } from './hosts-access.ts';
import { nsswitchWarnings } from './nsswitch.ts';
import { optionFileWarnings } from './option-files.ts';
import { resolvConfWarnings } from './resolv-conf.ts';
import { textFormWarnings } from './text-form.ts';

/** Everything in the files that somebody should look at, file by file and line by line. `daemon` is the running server's name. */
export function warningsOf({ etc, configuration, network }: Subject, daemon: string): Warning[] {
  const clients = expandClients(network.clients);
  const warnings = [
    ...accessWarnings(etc, daemon),
    ...of(etc, 'resolv.conf', (file) => resolvConfWarnings(file, configuration.limits.greetingP95Ms)),
    ...of(etc, 'hosts', (file) => hostsWarnings(file, clients)),
    ...of(etc, 'nsswitch.conf', nsswitchWarnings),
    ...optionFileWarnings(etc),
    ...etc.files.flatMap(textFormWarnings),
    ...etc.unread.map((file): Warning => ({ file, line: 1, weight: 'note', text: 'is not read: it means nothing to the lab' })),
  ];
  return inOrder(warnings);
}

function accessWarnings(etc: EtcFolder, daemon: string): Warning[] {
  const hasFile = (path: string): boolean => etc.files.some((file) => `/etc/${file.path}` === path);
  const read = (name: string) => etc.files.filter(({ path }) => path === name).map((file) => readAccessFile(file, daemon, hasFile));
  const files = [...read('hosts.allow'), ...read('hosts.deny')];
  const rules = files.flatMap((file) => file.rules);
  return [...files.flatMap(({ warnings }) => warnings), ...orderWarnings(rules, daemon)];
}

function of(etc: EtcFolder, name: string, look: (file: EtcFile) => Warning[]): Warning[] {
  return etc.files.filter(({ path }) => path === name).flatMap(look);
}

/** Files in the order in which they first come, lines in theirs. */
function inOrder(warnings: readonly Warning[]): Warning[] {
  const files = [...new Set(warnings.map(({ file }) => file))];
  return [...warnings].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
}
