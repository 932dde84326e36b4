import { posix } from 'node:path';
import { isAbout } from '../access/access-daemons.ts';
import { fieldsOf, hostPart, ruleLines, wordsOfList } from '../access/access-lines.ts';
import type { EtcFolder } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

/** Files that rules of libwrap read besides hosts.allow and hosts.deny; paths are relative to `/etc`. */
interface NamedFiles {
  /** Files of patterns: words of a client list that begin with a slash, also after `user@`; hosts_access(5). */
  readonly patterns: readonly string[];
  /** Folders of the option `banners`, with a file for each daemon; hosts_options(5). */
  readonly banners: readonly string[];
}

/** The files that the text of hosts.allow or hosts.deny names. */
export function filesNamedByRules(text: string): NamedFiles {
  const rules = ruleLines(text)
    .filter((line) => line.terminated && !line.text.startsWith('#'))
    .map((line) => fieldsOf(line.text));
  return {
    patterns: belowEtc(rules.flatMap(([, clients = '']) => wordsOfList(clients).map(hostPart))),
    banners: belowEtc(rules.flatMap(([, , ...options]) => options.flatMap(bannersFolder))),
  };
}

/** The files that a file of patterns names in turn: libwrap takes its words as patterns, too. */
export function filesNamedByPatterns(text: string): readonly string[] {
  return belowEtc(text.split(/\s+/));
}

/** Banners that rules about the server name but the folder lacks: libwrap then sends none, and no client fails because of it. */
export function missingBanners({ files }: EtcFolder, daemon: string): Warning[] {
  return files
    .filter(({ path }) => path === 'hosts.allow' || path === 'hosts.deny')
    .flatMap(({ path: file, text }) =>
      ruleLines(text)
        .filter((line) => line.terminated && !line.text.startsWith('#'))
        .flatMap(({ text: rule, line }) => {
          const [daemons = '', , ...options] = fieldsOf(rule);
          const paths = isAbout(wordsOfList(daemons), daemon)
            ? options.flatMap(bannersFolder).map((folder) => posix.join(folder, daemon))
            : [];
          return paths
            .filter((path) => !files.some((each) => `/etc/${each.path}` === path))
            .map((path) => ({
              file,
              line,
              weight: 'warning' as const,
              text: `banners: "${path}" is not in this folder, so no banner is sent here`,
            }));
        }),
    );
}

function bannersFolder(option: string): string[] {
  const [, folder] = /^\s*banners\s*(?:=|\s)\s*(\S+)\s*$/i.exec(option) ?? [];
  return folder === undefined ? [] : [folder];
}

function belowEtc(words: readonly string[]): string[] {
  const paths = words.filter((word) => word.startsWith('/')).map((word) => posix.normalize(word).replace(/\/$/, ''));
  return [...new Set(paths.filter((path) => path.startsWith('/etc/')).map((path) => path.slice('/etc/'.length)))];
}
