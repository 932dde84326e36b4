import { isIPv4, isIPv6 } from 'node:net';

/** One entry of `/etc/hosts`: hosts(5). */
export interface HostsEntry {
  /** From 1. */
  readonly line: number;
  readonly address: string;
  /** The canonical name first; as written. */
  readonly names: readonly string[];
}

/** The entries that glibc accepts and that have a name. It also accepts lines without one, as an address with an empty name. */
export function hostsEntries(text: string): HostsEntry[] {
  return allEntries(text).filter(({ names }) => names.length > 0);
}

/** Every line that begins with an address. */
export function allEntries(text: string): HostsEntry[] {
  return text.split('\n').flatMap((line, index) => {
    const [address, ...names] = wordsOf(line);
    return address === undefined || !isHostsAddress(address) ? [] : [{ line: index + 1, address, names }];
  });
}

/** By inet_pton: no short or octal forms, and no scope. */
export function isHostsAddress(word: string): boolean {
  return isIPv4(word) || (isIPv6(word) && !word.includes('%'));
}

/** Words of a line of hosts, without its comment. */
export function wordsOf(line: string): string[] {
  return line
    .replace(/#.*/s, '')
    .split(/[ \t\v\f\r]+/)
    .filter((word) => word !== '');
}
