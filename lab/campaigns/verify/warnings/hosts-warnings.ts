import { canonicalAddress, type NamedHost } from '../../../network/addresses.ts';
import type { EtcFile } from '../access/etc-folder.ts';
import { allEntries, type HostsEntry, isHostsAddress, wordsOf } from '../access/parse-hosts-file.ts';
import type { Warning } from '../access/warning.ts';

/**
 * @param clients those that must get in, with the names that the DNS has for them.
 * @param onlyOneAddress whether glibc takes only the first address of a name (host.conf without "multi on").
 */
export function hostsWarnings({ path, text }: EtcFile, clients: readonly NamedHost[], onlyOneAddress: boolean): Warning[] {
  const warnings: Warning[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [address, ...names] = wordsOf(line);
    const warn = (said: string): void => void warnings.push({ file: path, line: index + 1, weight: 'warning', text: said });
    if (address !== undefined && !isHostsAddress(address)) {
      warn(`expected an IPv4 or IPv6 address, got "${address}"; glibc ignores the line`);
    } else if (address !== undefined && names.length === 0) {
      warn(`expected a name after ${address}; glibc accepts the line, takes the name as empty, and does not ask the DNS`);
    }
  }
  const entries = allEntries(text);
  const said = [...entryWarnings(path, entries, clients), ...(onlyOneAddress ? addressWarnings(path, entries) : [])];
  return [...warnings, ...said].toSorted((a, b) => a.line - b.line);
}

/** libwrap accepts a client's name only if that name has the client's address. Found by running it. */
function addressWarnings(file: string, entries: readonly HostsEntry[]): Warning[] {
  const first = new Map<string, HostsEntry>();
  return entries.flatMap(({ line, address, names: [name] }): Warning[] => {
    if (name === undefined) {
      return [];
    }
    const key = `${name.toLowerCase()} ${address.includes(':') ? 'IPv6' : 'IPv4'}`;
    const earlier = first.get(key);
    first.set(key, earlier ?? { line, address, names: [name] });
    return earlier === undefined || canonicalAddress(earlier.address) === canonicalAddress(address)
      ? []
      : [
          {
            file,
            line,
            weight: 'warning',
            text: `"${name}" has the address ${earlier.address} in line ${earlier.line}, and host.conf does not say "multi on": to libwrap, name and address of ${address} do not match`,
          },
        ];
  });
}

function entryWarnings(path: string, entries: readonly HostsEntry[], clients: readonly NamedHost[]): Warning[] {
  const byAddress = new Map(clients.map(({ name, address }) => [canonicalAddress(address), name]));
  const first = new Map<string, number>();
  return entries.flatMap(({ line, address, names }) => {
    const key = canonicalAddress(address);
    const found: Warning[] = [];
    const earlier = first.get(key);
    const wanted = byAddress.get(key);
    if (earlier !== undefined && wanted !== undefined) {
      found.push({
        file: path,
        line,
        weight: 'warning',
        text: `${address} is already in line ${earlier}, and libwrap gets the name from there`,
      });
    } else if (wanted !== undefined && names[0] !== undefined && names[0].toLowerCase() !== wanted) {
      found.push({
        file: path,
        line,
        weight: 'warning',
        text: `libwrap gets the name "${names[0]}" for ${address}, but the DNS has "${wanted}"`,
      });
    }
    first.set(key, earlier ?? line);
    return found;
  });
}
