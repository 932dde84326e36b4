import type { NamedHost } from '../../../network/addresses.ts';
import { isAbout, serverPart } from './access-daemons.ts';
import { fieldsOf, hostPart, ruleLines, wordsOfList } from './access-lines.ts';
import { decides } from './access-options.ts';
import { type ComparedHost, comparedHost, type Match, patternMatcher } from './client-pattern.ts';
import { expandedWords } from './client-words.ts';
import type { EtcFile } from './etc-folder.ts';

/** What hosts.allow and hosts.deny decide about a client: `open` where the files alone do not tell (netgroups, commands, users). */
export type AclDecision = 'in' | 'out' | 'open';

/** A rule that a client can match. */
interface Rule {
  readonly lets: 'in' | 'out';
  readonly matches: (host: ComparedHost) => Match;
  /** The words of its client list before any EXCEPT. */
  readonly named: readonly string[];
}

/**
 * What the rules of a folder decide about a client if the DNS is honest, as far as the files tell. It serves to propose who is who; runs are
 * left to libwrap.
 *
 * @param daemons programs of the server: a rule counts if it is about one of them.
 */
export function aclOf(files: readonly EtcFile[], daemons: readonly string[]): (host: NamedHost) => AclDecision {
  const rules = ['hosts.allow', 'hosts.deny'].flatMap((path) =>
    files.filter((file) => file.path === path).flatMap((file) => rulesIn(file, files, daemons)),
  );
  return (host) => {
    const compared = comparedHost(host);
    const possible = new Set<Rule['lets']>();
    for (const { lets, matches } of rules) {
      const match = matches(compared);
      if (match !== false) {
        possible.add(lets);
      }
      if (match === true) {
        return possible.size > 1 ? 'open' : lets;
      }
    }
    return possible.has('out') ? 'open' : 'in';
  };
}

/** The words, once each, by which rules about the server let clients in; those of pattern files and netgroups instead of their names. */
export function wordsLetIn(files: readonly EtcFile[], daemons: readonly string[]): string[] {
  const words = ['hosts.allow', 'hosts.deny'].flatMap((path) =>
    files
      .filter((file) => file.path === path)
      .flatMap((file) => rulesIn(file, files, daemons))
      .flatMap(({ lets, named }) => (lets === 'in' ? named : [])),
  );
  return [...new Set(expandedWords(words, files))];
}

function rulesIn({ path, text }: EtcFile, files: readonly EtcFile[], daemons: readonly string[]): Rule[] {
  return ruleLines(text).flatMap((line): Rule[] => {
    const [named = '', clients, ...options] = fieldsOf(line.text);
    const words = wordsOfList(named);
    if (!line.terminated || line.text.startsWith('#') || clients === undefined || !daemons.some((daemon) => isAbout(words, daemon))) {
      return [];
    }
    const decision = decides(options) ?? (path === 'hosts.allow' ? 'allow' : 'deny');
    const isConditional = words.some((word) => serverPart(word) !== undefined) || options.some((option) => /^\s*aclexec\b/i.test(option));
    const list = wordsOfList(clients);
    const isListed = listMatcher(list, files);
    return [
      {
        lets: decision === 'allow' ? 'in' : 'out',
        matches: (host) => and(isListed(host), isConditional ? null : true),
        named: beforeExcept(list),
      },
    ];
  });
}

/** `A B EXCEPT C EXCEPT D`: one of the words before the first EXCEPT, and not the list after it. */
function listMatcher(words: readonly string[], files: readonly EtcFile[]): (host: ComparedHost) => Match {
  const named = beforeExcept(words);
  const own = anyOf(named, files, 0);
  if (named.length === words.length) {
    return own;
  }
  const others = listMatcher(words.slice(named.length + 1), files);
  return (host) => {
    const excepted = others(host);
    return and(own(host), excepted === null ? null : !excepted);
  };
}

function beforeExcept(words: readonly string[]): readonly string[] {
  const except = words.findIndex((word) => /^EXCEPT$/i.test(word));
  return except === -1 ? words : words.slice(0, except);
}

const deepestFile = 5;

/** Words that are just a name or an address are looked up, not compared one by one: a list may have thousands. */
function anyOf(words: readonly string[], files: readonly EtcFile[], depth: number): (host: ComparedHost) => Match {
  const exact = new Set(words.map((word) => word.toLowerCase()).filter((word) => /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(word)));
  const others = words.filter((word) => !exact.has(word.toLowerCase())).map((word) => wordMatcher(word, files, depth));
  return (host) =>
    exact.has(host.name) || exact.has(host.address) || others.reduce<Match>((found, matches) => or(found, () => matches(host)), false);
}

function wordMatcher(word: string, files: readonly EtcFile[], depth: number): (host: ComparedHost) => Match {
  const pattern = hostPart(word);
  const isOfUser = pattern !== word && !/^ALL@/i.test(word);
  const matches = /^ALL$/i.test(pattern) ? () => true : pattern.startsWith('/') ? inFile(pattern, files, depth) : patternMatcher(pattern);
  return (host) => and(matches(host), isOfUser ? null : true);
}

/** libwrap takes every word of a file of patterns, without EXCEPT. A file that the folder lacks matches nobody. */
function inFile(path: string, files: readonly EtcFile[], depth: number): (host: ComparedHost) => Match {
  const text = files.find((file) => `/etc/${file.path}` === path)?.text ?? '';
  return depth >= deepestFile
    ? () => null
    : anyOf(
        text.split(/\s+/).filter((word) => word !== ''),
        files,
        depth + 1,
      );
}

function and(one: Match, other: Match): Match {
  return one === false || other === false ? false : one === null || other === null ? null : true;
}

function or(one: Match, other: () => Match): Match {
  if (one === true) {
    return true;
  }
  const second = other();
  return second === true ? true : one === null || second === null ? null : false;
}
