import ipaddr from 'ipaddr.js';

/** A host with one address, and the name that the DNS gives it. */
export interface NamedHost {
  readonly name: string;
  readonly address: string;
}

/** The name under which the DNS keeps the PTR record of `address`: in-addr.arpa or ip6.arpa (RFC 1035, RFC 3596). */
export function reverseName(address: string): string {
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') {
    return `${parsed.toByteArray().reverse().join('.')}.in-addr.arpa`;
  }
  const nibbles = parsed.toByteArray().flatMap((byte) => [byte >> 4, byte & 15]);
  return `${nibbles
    .reverse()
    .map((nibble) => nibble.toString(16))
    .join('.')}.ip6.arpa`;
}

/** The address `steps` after `address`, as text in its shortest form. */
export function addressAfter(address: string, steps: number): string {
  const bytes = ipaddr.parse(address).toByteArray();
  let carry = steps;
  for (let index = bytes.length - 1; index >= 0 && carry > 0; index--) {
    const sum = (bytes[index] ?? 0) + carry;
    bytes[index] = sum % 256;
    carry = Math.floor(sum / 256);
  }
  return ipaddr.fromByteArray(bytes).toString();
}

export function isAddress(text: string): boolean {
  return ipaddr.isValid(text) && (text.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text));
}

export function isIPv6(address: string): boolean {
  return ipaddr.parse(address).kind() === 'ipv6';
}

/** The canonical form of an address: two spellings of one address become equal, and IPv4 mapped into IPv6 becomes IPv4. */
export function canonicalAddress(address: string): string {
  return ipaddr.process(address).toString();
}
