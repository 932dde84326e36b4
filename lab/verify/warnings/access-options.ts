import { withNearest } from '../../problems.ts';

/**
 * The options of hosts_options(5) as the libwrap 7.6.q of Debian has them: it is compiled with PROCESS_OPTIONS, so the third field
 * of a rule is a list of options and never a bare shell command. Found by running it: what it does not know, or finds wrongly
 * written, refuses the client, in hosts.allow as well.
 */
interface Option {
  readonly value: 'none' | 'needed' | 'optional';
  /** What it does in a server that stays and asks for every client. */
  readonly caution?: string;
  readonly weight?: 'note';
  /** Whether nothing may stand behind it. */
  readonly last?: true;
}

const changesServer = 'acts on the server process itself, for good, not on this client';
const runsCommand =
  'runs a command for every client, as the server’s user; here within the database host’s container, which reaches nothing but the network of the run';

const options: Readonly<Record<string, Option>> = {
  allow: { value: 'none', last: true },
  deny: { value: 'none', last: true },
  severity: { value: 'needed' },
  spawn: { value: 'needed', weight: 'note', caution: runsCommand },
  aclexec: { value: 'needed', caution: `${runsCommand}; and the accept thread waits for it` },
  twist: {
    value: 'needed',
    last: true,
    caution: 'puts a command in the place of the process: of a server that stays, the first client would end it; later ones are refused',
  },
  keepalive: { value: 'none' },
  linger: { value: 'needed' },
  rfc931: {
    value: 'optional',
    caution: 'asks the client’s host who the user is (ident), and the accept thread waits for the answer, 10 s by default',
  },
  banners: { value: 'needed', caution: 'sends a file to the client in front of the server’s greeting, which no MySQL client understands' },
  nice: { value: 'optional', caution: changesServer },
  setenv: { value: 'needed', caution: changesServer },
  umask: { value: 'needed', caution: changesServer },
  user: { value: 'needed', caution: changesServer },
  group: { value: 'needed', caution: changesServer },
};

/** What is to be said of one option field; `isLast`: whether it is the rule's last. */
export function optionWarnings(field: string, isLast: boolean): { readonly weight: 'warning' | 'note'; readonly text: string }[] {
  const [, name = '', value = ''] = /^\s*([^\s=]*)\s*=?\s*(.*?)\s*$/s.exec(field) ?? [];
  if (name === '') {
    return [wrong('an empty option')];
  }
  const option = Object.hasOwn(options, name.toLowerCase()) ? options[name.toLowerCase()] : undefined;
  if (option === undefined) {
    const meant = /[/|;]/.test(field) ? '; a command is written as "spawn COMMAND"' : '';
    return [wrong(`expected an option of hosts_options(5), got ${withNearest(name, Object.keys(options))}${meant}`)];
  }
  const said = [];
  if (option.value === 'needed' && value === '') {
    said.push(wrong(`the option "${name}" needs a value`));
  }
  if (option.value === 'none' && value !== '') {
    said.push(wrong(`the option "${name}" takes no value, got "${value}"`));
  }
  if (option.last === true && !isLast) {
    said.push(wrong(`the option "${name}" must be the last of its rule`));
  }
  return option.caution === undefined ? said : [...said, { weight: option.weight ?? 'warning', text: `${name}: ${option.caution}` }];
}

function wrong(what: string): { readonly weight: 'warning'; readonly text: string } {
  return { weight: 'warning', text: `${what}; libwrap refuses every client that the rule matches` };
}

/** Whether the rule decides by itself, whatever file it is in. */
export function decides(fields: readonly string[]): 'allow' | 'deny' | undefined {
  const last = fields.at(-1)?.trim().toLowerCase();
  return last === 'allow' || last === 'deny' ? last : undefined;
}
