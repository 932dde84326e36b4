import ipaddr from 'ipaddr.js';
import { canonicalAddress, isAddress, type NamedHost } from '../../../network/addresses.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whether a word or a list matches a client; null where the files alone do not tell. */
export type Match = boolean | null;

/** A host's name in lower case, its address in canonical form, and the bytes of that address. */
export interface ComparedHost {
  readonly name: string;
  readonly address: string;
  readonly bytes: readonly number[];
}

export function comparedHost({ name, address }: NamedHost): ComparedHost {
  const canonical = canonicalAddress(address);
  return { name: name.toLowerCase(), address: canonical, bytes: ipaddr.parse(canonical).toByteArray() };
}

/**
 * How libwrap 7.6.q of Debian compares a host, whose name an honest DNS gives, with one word of a client list without its user: not the
 * words ALL and EXCEPT, and not the name of a file.
 */
export function patternMatcher(word: string): (host: ComparedHost) => Match {
  const pattern = word.toLowerCase();
  if (pattern.startsWith('@')) {
    return () => null;
  }
  const named = keywords[pattern];
  if (named !== undefined) {
    return named;
  }
  const network = networkOf(pattern);
  if (network !== undefined) {
    return ({ bytes }) => network !== null && isIn(bytes, network);
  }
  if (/[*?]/.test(pattern)) {
    return ({ name, address }) => matchesWildcard(pattern, name) || matchesWildcard(pattern, address);
  }
  if (pattern.startsWith('.')) {
    return ({ name, address }) => name.endsWith(pattern) || address.endsWith(pattern);
  }
  return pattern.endsWith('.')
    ? ({ name, address }) => name.startsWith(pattern) || address.startsWith(pattern)
    : ({ name, address }) => name === pattern || (address === pattern && !address.includes(':'));
}

/** With an honest DNS every name is known, and leads back to its address. */
const keywords: Readonly<Record<string, (host: ComparedHost) => Match>> = {
  local: ({ name }) => !name.includes('.'),
  known: () => true,
  unknown: () => false,
  paranoid: () => false,
};

interface Network {
  readonly address: readonly number[];
  readonly mask: readonly number[];
}

/** Null for a network that libwrap cannot read; undefined for a word that is none. */
function networkOf(pattern: string): Network | null | undefined {
  const [, inner, length] = /^\[([^\]]*)\](?:\/(\d+))?$/.exec(pattern) ?? [];
  if (inner !== undefined) {
    const bits = Number(length ?? 128);
    return ipaddr.IPv6.isValid(inner) && !inner.includes('%') && bits <= 128
      ? { address: ipaddr.IPv6.parse(inner).toByteArray(), mask: maskOf(bits, 16) }
      : null;
  }
  const [address = '', mask] = pattern.split('/');
  if (mask === undefined) {
    return undefined;
  }
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) || mask === '255.255.255.255') {
    return null;
  }
  const own = ipaddr.IPv4.parse(address).octets;
  if (/^\d+$/.test(mask)) {
    return Number(mask) >= 1 && Number(mask) <= 32 ? { address: own, mask: maskOf(Number(mask), 4) } : null;
  }
  return isAddress(mask) && ipaddr.IPv4.isValid(mask) ? { address: own, mask: ipaddr.IPv4.parse(mask).octets } : null;
}

/** As libwrap compares: an IPv4 network with bits outside its mask matches nobody; those of IPv6 are ignored. */
function isIn(bytes: readonly number[], { address, mask }: Network): boolean {
  const isIPv6 = mask.length === 16;
  return (
    bytes.length === mask.length &&
    bytes.every((byte, index) => {
      const bits = mask[index] ?? 0;
      const wanted = address[index] ?? 0;
      return (byte & bits) === (isIPv6 ? wanted & bits : wanted);
    })
  );
}

function maskOf(length: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff);
}
