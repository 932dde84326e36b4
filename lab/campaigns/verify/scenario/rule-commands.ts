import { expandClients } from '../../../scenario/hosts-schema.ts';
import { isAbout } from '../access/access-daemons.ts';
import { fieldsOf, ruleLines, wordsOfList } from '../access/access-lines.ts';
import { needsName } from '../access/access-patterns.ts';
import type { Subject } from '../host/verify-subject.ts';

/** A command that libwrap runs for each client that a rule matches. */
export interface RuleCommand {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `aclexec` is Debian's: the command's exit code decides. */
  readonly option: 'spawn' | 'aclexec';
  /** What `sh -c` gets for a client of the folder. */
  readonly command: string;
}

/** The commands of rules about the server, with %-letters expanded as libwrap does for the folder's first client. */
export function ruleCommands({ etc, network }: Pick<Subject, 'etc' | 'network'>, daemon: string): RuleCommand[] {
  const [client] = expandClients(network.clients);
  const patternsIn = (path: string): string | undefined => etc.files.find((each) => `/etc/${each.path}` === path)?.text;
  const accessFiles = ['hosts.allow', 'hosts.deny'].flatMap((name) => etc.files.filter(({ path }) => path === name));
  return accessFiles.flatMap(({ path: file, text }) =>
    ruleLines(text)
      .filter((line) => line.terminated && !line.text.startsWith('#'))
      .flatMap((line) => {
        const [daemons = '', clients = '', ...options] = fieldsOf(line.text);
        const named = wordsOfList(clients).some((word) => needsName(word, patternsIn));
        const letters = client === undefined ? {} : lettersFor(client, named, network.database, daemon);
        return isAbout(wordsOfList(daemons), daemon)
          ? options.flatMap(commandOf).map(({ option, command }) => ({ file, line: line.line, option, command: expand(command, letters) }))
          : [];
      }),
  );
}

function commandOf(field: string): Pick<RuleCommand, 'option' | 'command'>[] {
  const [, option = '', command = ''] = /^\s*(spawn|aclexec)\s*(?:=|\s)\s*(.*?)\s*$/is.exec(field) ?? [];
  const isAclexec = option.toLowerCase() === 'aclexec';
  // A colon in a command has a backslash in front of it, which libwrap removes.
  return command === '' ? [] : [{ option: isAclexec ? 'aclexec' : 'spawn', command: command.replaceAll('\\:', ':') }];
}

/**
 * hosts_access(5), "% EXPANSIONS". `%h` and `%c` are the name only if a rule has already looked it up; the user is never looked up.
 */
function lettersFor(
  client: { readonly name: string; readonly address: string },
  named: boolean,
  database: Subject['network']['database'],
  daemon: string,
): Readonly<Record<string, string>> {
  const known = named ? client.name : client.address;
  return {
    a: client.address,
    A: database.address,
    c: known,
    d: daemon,
    h: known,
    H: database.address,
    n: client.name,
    N: database.name,
    // There is no server process whose number it could be: any number will do.
    p: '1',
    s: `${daemon}@${database.address}`,
    u: 'unknown',
    '%': '%',
  };
}

function expand(command: string, letters: Readonly<Record<string, string>>): string {
  return command.replace(/%(.)/gs, (whole, letter: string) => (Object.hasOwn(letters, letter) ? (letters[letter] ?? whole) : whole));
}
