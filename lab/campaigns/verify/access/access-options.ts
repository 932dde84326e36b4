import { withNearest } from '../../../errors/near-names.ts';
import { identSilence } from './ident-silence.ts';
import { isInBackground } from './shell-command.ts';

/**
 * The options of hosts_options(5) as the libwrap 7.6.q of Debian has them: it is compiled with PROCESS_OPTIONS, so the third field
 * of a rule is a list of options and never a bare shell command. Found by running it: an option that it does not know or
 * cannot parse refuses the client, even in hosts.allow.
 */
interface Option {
  readonly value: 'none' | 'needed' | 'optional';
  /** What it does in a server that keeps running and asks libwrap about every client. */
  readonly caution?: string;
  /** Whether its value is a command. The accept thread waits for it unless it runs in the background. */
  readonly runs?: true;
  /** Whether libwrap expands facts about the client in its value (`%a`, `%n`, …). */
  readonly expands?: true;
  /** Whether it must be the last option of its rule. */
  readonly last?: true;
}

const changesServer = 'changes the server process permanently, not only for this client';
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
    caution: 'replaces the process with a command: the first client would end the server, and later ones are refused',
  },
  keepalive: { value: 'none' },
  linger: { value: 'needed' },
  rfc931: {
    value: 'optional',
    caution: `asks the client’s host who the user is (ident), and the accept thread waits for the answer; ${identSilence}`,
  },
  banners: { value: 'needed', caution: 'sends a file to the client before the server’s greeting, and no MySQL client understands it' },
  nice: { value: 'optional', caution: changesServer },
  setenv: { value: 'needed', expands: true, caution: changesServer },
  umask: { value: 'needed', caution: changesServer },
  user: { value: 'needed', caution: changesServer },
  group: { value: 'needed', caution: changesServer },
};

interface OptionRemark {
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/** Remarks on one option field. `isLast`: whether it is the rule's last. */
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

/** Whether an option causes a lookup by itself, even in a rule of addresses: `%n` is the client's name, `%N` the server's. */
export function looksUp(field: string): boolean {
  const { name, value } = nameAndValue(field);
  return options[name.toLowerCase()]?.expands === true && /%n/i.test(withoutPercents(value));
}

function nameAndValue(field: string): { readonly name: string; readonly value: string } {
  const [, name = '', value = ''] = /^\s*([^\s=]*)\s*=?\s*(.*?)\s*$/s.exec(field) ?? [];
  return { name, value };
}

/** libwrap's `shell_cmd` runs `sh -c COMMAND` and waits until that shell has ended. */
function commandRemark(name: string, value: string): OptionRemark {
  const who = 'runs a command for every client that the rule matches, as the server’s user';
  const here = 'in the lab it runs in the database host’s container, which reaches only the network of the run';
  const decides = name === 'aclexec' ? '; the rule matches only if it exits with 0' : '';
  return isInBackground(value)
    ? { weight: name === 'aclexec' ? 'warning' : 'note', text: `${name}: ${who}, in the background; ${here}${decides}` }
    : {
        weight: 'warning',
        text: `${name}: ${who}, and the accept thread waits until it has ended: every connect takes that much longer, and those behind it wait too${name === 'spawn' ? '; "spawn (COMMAND) &" does not wait' : ''}; ${here}${decides}`,
      };
}

/** `%h`, `%c`, `%H` and `%s` use a name only if it is already known. */
function expansionRemarks(name: string, value: string): OptionRemark[] {
  const expanded = withoutPercents(value);
  const warn = (text: string): OptionRemark => ({ weight: 'warning', text: `${name}: ${text}` });
  return [
    ...(expanded.includes('%n')
      ? [
          warn(
            '%n asks the DNS for the name of every client that the rule matches, even by address, and the accept thread waits; %a and %h do not ask',
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

/** What the rule decides by an option of its own, whichever file it is in. */
export function decides(fields: readonly string[]): 'allow' | 'deny' | undefined {
  const last = fields.at(-1)?.trim().toLowerCase();
  return last === 'allow' || last === 'deny' ? last : undefined;
}
