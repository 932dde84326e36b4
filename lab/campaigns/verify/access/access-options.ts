import { withNearest } from '../../../errors/describe-problems.ts';
import { identSilence } from './ident-silence.ts';
import { isInBackground } from './shell-command.ts';

/**
 * The options of hosts_options(5) as the libwrap 7.6.q of Debian has them: it is compiled with PROCESS_OPTIONS, so the third field
 * of a rule is a list of options and never a bare shell command. Found by running it: what it does not know, or finds wrongly
 * written, refuses the client, in hosts.allow as well.
 */
interface Option {
  readonly value: 'none' | 'needed' | 'optional';
  /** What it does in a server that stays and asks for every client. */
  readonly caution?: string;
  /** Whether its value is a command, which the accept thread waits for where a shell does not put it in the background. */
  readonly runs?: true;
  /** Whether libwrap puts facts of the client into its value (`%a`, `%n`, …). */
  readonly expands?: true;
  /** Whether nothing may stand behind it. */
  readonly last?: true;
}

const changesServer = 'acts on the server process itself, for good, not on this client';
const options: Readonly<Record<string, Option>> = {
  allow: { value: 'none', last: true },
  deny: { value: 'none', last: true },
  severity: { value: 'needed' },
  spawn: { value: 'needed', runs: true, expands: true },
  aclexec: { value: 'needed', runs: true, expands: true },
  twist: {
    value: 'needed',
    last: true,
    expands: true,
    caution: 'puts a command in the place of the process: of a server that stays, the first client would end it; later ones are refused',
  },
  keepalive: { value: 'none' },
  linger: { value: 'needed' },
  rfc931: {
    value: 'optional',
    caution: `asks the client’s host who the user is (ident), and the accept thread waits for the answer; ${identSilence}`,
  },
  banners: { value: 'needed', caution: 'sends a file to the client in front of the server’s greeting, which no MySQL client understands' },
  nice: { value: 'optional', caution: changesServer },
  setenv: { value: 'needed', expands: true, caution: changesServer },
  umask: { value: 'needed', caution: changesServer },
  user: { value: 'needed', caution: changesServer },
  group: { value: 'needed', caution: changesServer },
};

export interface OptionRemark {
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/** What is to be said of one option field; `isLast`: whether it is the rule's last. */
export function optionWarnings(field: string, isLast: boolean): OptionRemark[] {
  const { name, value } = nameAndValue(field);
  if (name === '') {
    return [wrong('an empty option')];
  }
  const option = Object.hasOwn(options, name.toLowerCase()) ? options[name.toLowerCase()] : undefined;
  if (option === undefined) {
    const meant = /[/|;]/.test(field) ? '; a command is written as "spawn COMMAND"' : '';
    return [wrong(`expected an option of hosts_options(5), got ${withNearest(name, Object.keys(options))}${meant}`)];
  }
  const said: OptionRemark[] = [];
  if (option.value === 'needed' && value === '') {
    said.push(wrong(`the option "${name}" needs a value`));
  }
  if (option.value === 'none' && value !== '') {
    said.push(wrong(`the option "${name}" takes no value, got "${value}"`));
  }
  if (option.last === true && !isLast) {
    said.push(wrong(`the option "${name}" must be the last of its rule`));
  }
  if (option.caution !== undefined) {
    said.push({ weight: 'warning', text: `${name}: ${option.caution}` });
  }
  return value === ''
    ? said
    : [
        ...said,
        ...(option.runs === true ? [commandRemark(name.toLowerCase(), value)] : []),
        ...(option.expands === true ? expansionRemarks(name, value) : []),
      ];
}

/** Whether an option looks the client up by itself, whatever the rule's patterns are made of: `%n` is the client's name, `%N` the server's. */
export function looksUp(field: string): boolean {
  const { name, value } = nameAndValue(field);
  return options[name.toLowerCase()]?.expands === true && /%n/i.test(withoutPercents(value));
}

function nameAndValue(field: string): { readonly name: string; readonly value: string } {
  const [, name = '', value = ''] = /^\s*([^\s=]*)\s*=?\s*(.*?)\s*$/s.exec(field) ?? [];
  return { name, value };
}

/** Of libwrap's `shell_cmd`: it runs `sh -c COMMAND` and waits until that shell has ended. */
function commandRemark(name: string, value: string): OptionRemark {
  const who = 'runs a command for every client that the rule matches, as the server’s user';
  const here = 'here within the database host’s container, which reaches nothing but the network of the run';
  const decides = name === 'aclexec' ? '; the rule matches only where it ends with 0' : '';
  return isInBackground(value)
    ? { weight: name === 'aclexec' ? 'warning' : 'note', text: `${name}: ${who}, in the background; ${here}${decides}` }
    : {
        weight: 'warning',
        text: `${name}: ${who}, and the accept thread waits until it has ended: every connect takes that much longer, and those behind it wait as well${name === 'spawn' ? '; "spawn (COMMAND) &" does not wait' : ''}; ${here}${decides}`,
      };
}

/** `%h`, `%c`, `%H` and `%s` take a name only where one is known already. */
function expansionRemarks(name: string, value: string): OptionRemark[] {
  const expanded = withoutPercents(value);
  const warn = (text: string): OptionRemark => ({ weight: 'warning', text: `${name}: ${text}` });
  return [
    ...(expanded.includes('%n')
      ? [
          warn(
            '%n asks the DNS for the name of every client that the rule matches, by address, too, and the accept thread waits; %a and %h do not ask',
          ),
        ]
      : []),
    ...(expanded.includes('%N')
      ? [warn('%N asks the DNS for the server’s own name, and the accept thread waits; %A and %H do not ask')]
      : []),
    ...(expanded.includes('%u')
      ? [warn(`%u asks the client’s host for the user (ident), and the accept thread waits; ${identSilence}`)]
      : []),
  ];
}

/** `%%` is a percent sign. */
function withoutPercents(value: string): string {
  return value.replaceAll('%%', '');
}

function wrong(what: string): OptionRemark {
  return { weight: 'warning', text: `${what}; libwrap refuses every client that the rule matches` };
}

/** Whether the rule decides by itself, whatever file it is in. */
export function decides(fields: readonly string[]): 'allow' | 'deny' | undefined {
  const last = fields.at(-1)?.trim().toLowerCase();
  return last === 'allow' || last === 'deny' ? last : undefined;
}
