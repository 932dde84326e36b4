import ipaddr from 'ipaddr.js';
import { isAddress } from '../../../network/addresses.ts';
import { matchesWildcard } from '../access/wildcard.ts';

/**
 * An index of the words of client lists, so that a host is not compared with each of them: for a name or an address it returns the
 * numbers of the matching words, in order. It ignores that libwrap compares some words only with names or only with addresses, which could
 * only tell fewer hosts apart. It has no words that match everybody or depend only on the lookup (ALL, KNOWN, UNKNOWN, PARANOID).
 */
export class ClientWords {
  readonly #whole = new Map<string, number[]>();
  /** `.example.net` */
  readonly #suffixes = new Map<string, number[]>();
  /** `10.20.`, or `web.` of a name */
  readonly #prefixes = new Map<string, number[]>();
  readonly #wildcards: { readonly pattern: string; readonly index: number }[] = [];
  readonly #networks = new Map<string, { readonly mask: readonly number[]; readonly networks: Map<string, number[]> }>();
  /** LOCAL: a name without a dot. */
  readonly #local: number[] = [];

  constructor(words: readonly string[]) {
    for (const [index, word] of words.entries()) {
      this.#add(word.toLowerCase(), index);
    }
  }

  /** @param name in lower case. */
  matchingName(name: string): number[] {
    return [...this.#matchingText(name), ...(name.includes('.') ? [] : this.#local)].toSorted((a, b) => a - b);
  }

  /** @param address in its canonical form. */
  matchingAddress(address: string): number[] {
    const bytes = ipaddr.parse(address).toByteArray();
    const inNetworks = [...this.#networks.values()].flatMap(({ mask, networks }) =>
      mask.length === bytes.length ? (networks.get(masked(bytes, mask)) ?? []) : [],
    );
    return [...this.#matchingText(address), ...inNetworks].toSorted((a, b) => a - b);
  }

  #add(word: string, index: number): void {
    const network = networkOf(word);
    if (network !== undefined) {
      const ofMask = this.#networks.get(network.mask.join()) ?? { mask: network.mask, networks: new Map() };
      this.#networks.set(network.mask.join(), ofMask);
      put(ofMask.networks, masked(network.bytes, network.mask), index);
    } else if (/[*?]/.test(word)) {
      this.#wildcards.push({ pattern: word, index });
    } else if (word === 'local') {
      this.#local.push(index);
    } else {
      // A word like `.example.` is a suffix to libwrap. Counting it as both tells more hosts apart.
      put(word.startsWith('.') ? this.#suffixes : this.#whole, word, index);
      if (word.endsWith('.')) {
        put(this.#prefixes, word, index);
      }
    }
  }

  #matchingText(text: string): number[] {
    const found = [...(this.#whole.get(text) ?? [])];
    for (const [index, character] of [...text].entries()) {
      if (character === '.') {
        found.push(...(index === 0 ? [] : (this.#suffixes.get(text.slice(index)) ?? [])));
        found.push(...(this.#prefixes.get(text.slice(0, index + 1)) ?? []));
      }
    }
    for (const { pattern, index } of this.#wildcards) {
      if (matchesWildcard(pattern, text)) {
        found.push(index);
      }
    }
    return found;
  }
}

interface Network {
  readonly bytes: readonly number[];
  readonly mask: readonly number[];
}

/** `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `[2001:db8::]/32`, and a single address in brackets. Bits outside the mask do not count. */
function networkOf(word: string): Network | undefined {
  const [, inner, bits] = /^\[([^\]]*)\](?:\/(\d+))?$/.exec(word) ?? [];
  if (inner !== undefined) {
    return ipaddr.IPv6.isValid(inner) && !inner.includes('%')
      ? prefix(ipaddr.IPv6.parse(inner).toByteArray(), Number(bits ?? 128))
      : undefined;
  }
  const [address = '', mask] = word.split('/');
  if (mask === undefined || !ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return undefined;
  }
  const bytes = ipaddr.IPv4.parse(address).octets;
  if (/^\d+$/.test(mask)) {
    return prefix(bytes, Number(mask));
  }
  return isAddress(mask) && ipaddr.IPv4.isValid(mask) ? { bytes, mask: ipaddr.IPv4.parse(mask).octets } : undefined;
}

function prefix(bytes: readonly number[], length: number): Network | undefined {
  if (length > bytes.length * 8) {
    return undefined;
  }
  const mask = bytes.map((_, index) => (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff);
  return { bytes, mask };
}

function masked(bytes: readonly number[], mask: readonly number[]): string {
  return bytes.map((byte, index) => byte & (mask[index] ?? 0)).join('.');
}

function put(map: Map<string, number[]>, key: string, index: number): void {
  map.set(key, [...(map.get(key) ?? []), index]);
}
