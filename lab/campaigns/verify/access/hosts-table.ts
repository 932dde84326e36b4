import { canonicalAddress, isIPv6 } from '../../../network/addresses.ts';
import { hostsEntries } from './parse-hosts-file.ts';

/** Where a name of `hosts` leads, seen from one address. */
interface Leads {
  /** Whether the first line with this name has the address: of any family, and of the address's own family. */
  readonly first: boolean;
  readonly firstOfFamily: boolean;
  /** Whether any line does. */
  readonly any: boolean;
}

/** `hosts` as glibc asks it: names of an address, and addresses of a name, ignoring case. */
export class HostsTable {
  readonly #names = new Map<string, string[]>();
  readonly #addresses = new Map<string, string[]>();

  constructor(text: string) {
    for (const { address, names } of hostsEntries(text)) {
      const canonical = canonicalAddress(address);
      const [first = ''] = names;
      push(this.#names, canonical, first.toLowerCase());
      for (const name of new Set(names.map((each) => each.toLowerCase()))) {
        push(this.#addresses, name, canonical);
      }
    }
  }

  /** The first name of each line that has the address, in order: glibc takes the first of them. */
  namesOf(address: string): readonly string[] {
    return this.#names.get(address) ?? [];
  }

  /** The families of the addresses that a name has here, in order of their lines. */
  familiesOf(name: string): readonly ('IPv4' | 'IPv6')[] {
    return (this.#addresses.get(name) ?? []).map((address) => (isIPv6(address) ? 'IPv6' : 'IPv4'));
  }

  leadsTo(name: string, address: string): Leads {
    const addresses = this.#addresses.get(name) ?? [];
    return {
      first: addresses[0] === address,
      firstOfFamily: addresses.find((each) => isIPv6(each) === isIPv6(address)) === address,
      any: addresses.includes(address),
    };
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [value]);
  } else {
    list.push(value);
  }
}
