import ipaddr from 'ipaddr.js';

/**
 * The fewest prefixes (`198.18.0.0/23`, `2001:db8::1/128`) that cover exactly these addresses, IPv4 first. Duplicate addresses are
 * allowed.
 */
export function coveringPrefixes(addresses: readonly string[]): string[] {
  const parsed = addresses.map((address) => ipaddr.parse(address).toByteArray());
  return [4, 16].flatMap((length) => coverOf(parsed.filter((bytes) => bytes.length === length).map(numberOf), length));
}

function coverOf(numbers: readonly bigint[], lengthBytes: number): string[] {
  const sorted = [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1));
  const prefixes: string[] = [];
  for (let index = 0; index < sorted.length; ) {
    const bits = alignedBits(sorted, index);
    const first = ipaddr.fromByteArray(bytesOf(sorted[index] ?? 0n, lengthBytes));
    prefixes.push(`${first.toString()}/${8 * lengthBytes - bits}`);
    index += 2 ** bits;
  }
  return prefixes;
}

/** The size, in bits, of the largest aligned block that begins at `sorted[index]` and is complete. */
function alignedBits(sorted: readonly bigint[], index: number): number {
  const first = sorted[index] ?? 0n;
  let bits = 0;
  for (;;) {
    const size = 2 ** (bits + 1);
    const isWhole = first % BigInt(size) === 0n && sorted[index + size - 1] === first + BigInt(size - 1);
    if (!isWhole) {
      return bits;
    }
    bits += 1;
  }
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint, lengthBytes: number): number[] {
  return Array.from({ length: lengthBytes }, (_, index) => Number((number >> BigInt(8 * (lengthBytes - 1 - index))) & 255n));
}
