import { addressAfter, canonicalAddress, type NamedHost } from '../../../network/addresses.ts';

/** Reserved for documentation (RFC 5737, RFC 3849), and the name is reserved as well (RFC 6761). */
const stranger: NamedHost = { name: 'stranger.wraplab.invalid', address: '198.51.100.66' };
const strangerIPv6: NamedHost = { ...stranger, address: '2001:db8:ffff::66' };

/** An outsider with an address that nobody else has. */
export function strangerBeside(taken: readonly string[], isIPv6Only: boolean): NamedHost {
  const { name, address } = isIPv6Only ? strangerIPv6 : stranger;
  return { name, address: freeAddress(address, new Set(taken.map(canonicalAddress))) };
}

/** The first address from `first` on that is not taken. @param taken in canonical form. */
export function freeAddress(first: string, taken: ReadonlySet<string>): string {
  let address = first;
  while (taken.has(canonicalAddress(address))) {
    address = addressAfter(address, 1);
  }
  return address;
}
