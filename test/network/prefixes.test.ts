import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { addressAfter } from '../../lab/network/addresses.ts';
import { coveringPrefixes } from '../../lab/network/prefixes.ts';

const from = (first: string, count: number) => Array.from({ length: count }, (_, index) => addressAfter(first, index));

describe('the prefixes that cover addresses', () => {
  test('are as few as possible', () => {
    expect(coveringPrefixes(from('10.0.0.0', 4096))).toEqual(['10.0.0.0/20']);
    expect(coveringPrefixes(from('10.0.0.1', 6))).toEqual(['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6/32']);
    expect(coveringPrefixes(from('fd00::ff00', 512))).toEqual(['fd00::ff00/120', 'fd00::1:0/120']);
    expect(coveringPrefixes(from('255.255.255.254', 2))).toEqual(['255.255.255.254/31']);
    expect(coveringPrefixes([])).toEqual([]);
  });

  test('separate the families, and accept any order and duplicates', () => {
    expect(coveringPrefixes(['2001:db8::1', '10.0.0.1', '2001:db8::', '10.0.0.0', '10.0.0.1'])).toEqual(['10.0.0.0/31', '2001:db8::/127']);
  });

  test('cover each of the addresses, and no other', () => {
    const address = fc.integer({ min: 0, max: 300 }).map((steps) => addressAfter('10.255.255.100', steps));
    fc.assert(
      fc.property(fc.array(address), (addresses) => {
        const prefixes = coveringPrefixes(addresses).map((prefix) => ipaddr.parseCIDR(prefix));
        const covered = prefixes.reduce((sum, [, length]) => sum + 2 ** (32 - length), 0);
        expect(covered).toBe(new Set(addresses).size);
        expect(addresses.every((each) => prefixes.some((prefix) => ipaddr.parse(each).match(prefix)))).toBe(true);
      }),
    );
  });
});
