import { printable } from '../../../text/printable.ts';
import { type Configuration, defaultConfiguration } from '../host/configuration.ts';
import type { DraftNetwork, Remarked } from './draft-network.ts';

export type Rates = Pick<Configuration['load'], 'ratePerSecond' | 'outsidersPerSecond'>;

/** The text of a `wraplab.yaml` with this network. Every other setting is a comment with its default; rates are set if they are not the default. */
export function draftText({ database, clients, outsiders }: DraftNetwork, rates: Rates): string {
  const { name, address, secondAddress, remark } = database;
  const second = secondAddress === undefined ? '' : `, secondAddress: ${scalar(secondAddress)}`;
  const { load } = defaultConfiguration;
  const isRaised = rates.ratePerSecond > load.ratePerSecond || rates.outsidersPerSecond > load.outsidersPerSecond;
  const lines = [
    '# Settings of "npm run verify -- DIR" for this folder, proposed by --init from hostname, hosts, hosts.allow and hosts.deny.',
    '# Check who is who: the files do not say who should get in, only who does.',
    '',
    '# The database host as clients know it.',
    `database: { name: ${scalar(name)}, address: ${scalar(address)}${second} }${comment(remark)}`,
    '',
    '# Who must get in, with the names that the DNS has for them. Those without a remark are in hosts, and no rule refuses them.',
    'clients:',
    ...clients.map(item),
    '',
    '# Who must stay out.',
    'outsiders:',
    ...outsiders.map(item),
    ...(isRaised ? ['', '# More connects than by default, so that each of these hosts can try twice in time.', ...loadLines(rates)] : []),
    '',
    settingsTitle,
    ...(isRaised ? otherSettings : [...loadLines(load), ...otherSettings]).map((line) => `# ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The line before the settings that are comments. */
export const settingsTitle =
  '# Other settings, with their defaults: to change one, remove the "# " in front of it and of the line that it belongs to.';

function loadLines({ ratePerSecond, outsidersPerSecond }: Rates): string[] {
  return [
    'load:',
    `  ratePerSecond: ${ratePerSecond} # connects of all clients together`,
    `  outsidersPerSecond: ${outsidersPerSecond} # connects of all outsiders together`,
    `  connectTimeoutMs: ${defaultConfiguration.load.connectTimeoutMs} # how long a client waits`,
  ];
}

const { limits, timeline, ident } = defaultConfiguration;
const otherSettings = [
  'limits:',
  `  greetingP95Ms: ${limits.greetingP95Ms} # within this time the server must have greeted or refused 95 of 100 clients`,
  `  availablePercent: ${limits.availablePercent} # the share of the clients that must get in`,
  `  outsidersStopAt: ${limits.outsidersStopAt} # what must keep outsiders out: the rules (acl), or only the accounts (login)`,
  `ident: ${ident} # what the hosts of clients do when libwrap asks who the user is: silence, reset or answer`,
  `timeline: { settleMs: ${timeline.settleMs}, baselineMs: ${timeline.baselineMs}, faultMs: ${timeline.faultMs}, recoveryMs: ${timeline.recoveryMs} }`,
];

function item({ name, address, remark }: Remarked): string {
  return `  - { name: ${scalar(name)}, address: ${scalar(address)} }${comment(remark)}`;
}

function comment(remark: string): string {
  return remark === '' ? '' : ` # ${printable(remark)}`;
}

/** Words that YAML, or an older version of it, reads as something other than text. */
const notText = /^(?:true|false|yes|no|on|off|null|y|n)$/;

/** A name or an address; in quotes where YAML might read it as something else. */
function scalar(text: string): string {
  return (/^[a-z][a-z\d._-]*$/.test(text) && !notText.test(text)) || /^\d+(?:\.\d+){3}$/.test(text) ? text : `'${text}'`;
}
