import { isAddress } from '../addresses.ts';

/** One entry of `/etc/hosts`: hosts(5). */
export interface HostsEntry {
  /** From 1. */
  readonly line: number;
  readonly address: string;
  /** The canonical name first; as written. */
  readonly names: readonly string[];
}

/** The entries that glibc takes; lines without an address or without a name are none. */
export function hostsEntries(text: string): HostsEntry[] {
  return text.split('\n').flatMap((line, index) => {
    const [address, ...names] = wordsOf(line);
    return address === undefined || !isAddress(address) || names.length === 0 ? [] : [{ line: index + 1, address, names }];
  });
}

/** Words of a line of hosts, without its comment. */
export function wordsOf(line: string): string[] {
  return line
    .replace(/#.*/s, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}
