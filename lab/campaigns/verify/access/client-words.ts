import { fieldsOf, hostPart, ruleLines, wordsOfList } from './access-lines.ts';
import type { EtcFile } from './etc-folder.ts';

/** Where clients are named, below /etc. */
const accessFiles = ['hosts.allow', 'hosts.deny'];

/**
 * Every word that a rule compares a client with, once each, without its user (`user@host`): of all daemons and both files, and also
 * after EXCEPT. The folder's pattern files and netgroups are replaced by what is in them. Lines that libwrap ignores count too.
 */
export function clientWords(files: readonly EtcFile[]): string[] {
  const words = rules(files).flatMap(([, clients = '']) => wordsOfList(clients));
  return [...new Set(expandedWords(words, files))];
}

/** Whether a command decides who gets in. Only running it shows what it decides about a client. */
export function decidesByCommand(files: readonly EtcFile[]): boolean {
  return rules(files).some(([, , ...options]) => options.some((option) => /^\s*aclexec\b/i.test(option)));
}

function rules(files: readonly EtcFile[]): string[][] {
  return files
    .filter(({ path }) => accessFiles.includes(path))
    .flatMap(({ text }) => ruleLines(text))
    .filter(({ text }) => !text.startsWith('#'))
    .map(({ text }) => fieldsOf(text));
}

/** Words of a client list without users (`user@host`); the folder's pattern files and netgroups are replaced by what is in them. */
export function expandedWords(words: readonly string[], files: readonly EtcFile[]): string[] {
  return expanded(words.map(hostPart), files, new Set());
}

function expanded(words: readonly string[], files: readonly EtcFile[], seen: Set<string>): string[] {
  return words.flatMap((word) => {
    if (!word.startsWith('/') && !word.startsWith('@')) {
      return [word];
    }
    if (seen.has(word)) {
      return [];
    }
    seen.add(word);
    return word.startsWith('@') ? netgroupHosts(files) : expanded(wordsOfFile(files, word), files, seen);
  });
}

/** Words of a pattern file. libwrap splits it at blanks. */
function wordsOfFile(files: readonly EtcFile[], absolutePath: string): string[] {
  const text = files.find(({ path }) => `/etc/${path}` === absolutePath)?.text ?? '';
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The hosts of all netgroups. Rules about netgroups treat all hosts alike that are in none. */
function netgroupHosts(files: readonly EtcFile[]): string[] {
  const text = files.find(({ path }) => path === 'netgroup')?.text ?? '';
  return [...text.matchAll(/\(\s*([^\s,()]+)\s*,/g)].map(([, host = '']) => host);
}
