import { canonicalAddress, isAddress, type NamedHost } from '../../addresses.ts';
import type { EtcFile } from '../etc-folder.ts';
import { hostsEntries, wordsOf } from '../hosts-file.ts';
import type { Warning } from '../warning.ts';

/** @param clients who must get in, with the names that the DNS has for them. */
export function hostsWarnings({ path, text }: EtcFile, clients: readonly NamedHost[]): Warning[] {
  const warnings: Warning[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [address, ...names] = wordsOf(line);
    const warn = (said: string): void => void warnings.push({ file: path, line: index + 1, weight: 'warning', text: said });
    if (address !== undefined && !isAddress(address)) {
      warn(`expected an IPv4 or IPv6 address, got "${address}"; glibc ignores the line`);
    } else if (address !== undefined && names.length === 0) {
      warn(`expected a name behind ${address}; glibc ignores the line`);
    }
  }
  return [...warnings, ...entryWarnings({ path, text }, clients)].toSorted((a, b) => a.line - b.line);
}

function entryWarnings({ path, text }: EtcFile, clients: readonly NamedHost[]): Warning[] {
  const byAddress = new Map(clients.map(({ name, address }) => [canonicalAddress(address), name]));
  const first = new Map<string, number>();
  return hostsEntries(text).flatMap(({ line, address, names }) => {
    const key = canonicalAddress(address);
    const found: Warning[] = [];
    const earlier = first.get(key);
    const wanted = byAddress.get(key);
    if (earlier !== undefined && wanted !== undefined) {
      found.push({
        file: path,
        line,
        weight: 'warning',
        text: `${address} is in line ${earlier} already, whose name is the one that libwrap gets`,
      });
    } else if (wanted !== undefined && names[0]?.toLowerCase() !== wanted) {
      found.push({
        file: path,
        line,
        weight: 'warning',
        text: `libwrap gets the name "${names[0]}" for ${address}; the DNS has "${wanted}" for it`,
      });
    }
    first.set(key, earlier ?? line);
    return found;
  });
}
