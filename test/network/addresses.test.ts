import { expect, test } from 'vitest';
import { addressAfter, canonicalAddress, isAddress, reverseName } from '../../lab/network/addresses.ts';

test('the reverse name of an IPv4 address has its octets in reverse order', () => {
  expect(reverseName('198.18.1.200')).toBe('200.1.18.198.in-addr.arpa');
});

test('the reverse name of an IPv6 address has its 32 nibbles in reverse order (the example of RFC 3596)', () => {
  expect(reverseName('4321:0:1:2:3:4:567:89ab')).toBe('b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa');
});

test('the next address carries into the next octet', () => {
  expect(addressAfter('198.18.1.254', 3)).toBe('198.18.2.1');
  expect(addressAfter('2001:db8::ff', 1)).toBe('2001:db8::100');
});

test('the canonical form of IPv4 mapped into IPv6 is IPv4', () => {
  expect(canonicalAddress('::ffff:198.18.0.10')).toBe('198.18.0.10');
});

test.each(['10.1', '300.1.1.1', 'db.app.test', ''])('%j is not an address', (text) => {
  expect(isAddress(text)).toBe(false);
});
