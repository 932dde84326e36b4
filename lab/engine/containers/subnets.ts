import ipaddr from 'ipaddr.js';
import { randomSource } from '../../maths/random.ts';

/**
 * The ranges for the engine networks of runs. The carrier-grade NAT range (RFC 6598) comes first: few hosts have an address in it. The
 * others are for machines with a route to the whole of it, which some engines (Podman) do not let a network overlap.
 */
const ranges = ['100.64.0.0/10', '10.0.0.0/8', '172.16.0.0/12'] as const;

/** 16 addresses: a run has at most four containers with an address on the network, and the engine keeps three for itself. */
const prefixLength = 28;
const size = 2 ** (32 - prefixLength);

/**
 * Subnets that contain none of `addresses`, not even as first or last address. The order is drawn from the run's id: one from each range in
 * turn, each subnet once. IPv6 addresses are ignored, except IPv4-mapped ones.
 *
 * @param within what to draw from. Default: the private ranges above.
 */
export function* subnetsApart(runId: string, addresses: Iterable<string>, within: readonly string[] = ranges): Generator<string> {
  const taken = new Set<number>();
  for (const address of addresses) {
    const parsed = ipaddr.process(address);
    if (parsed.kind() === 'ipv4') {
      taken.add(Math.floor(numberOf(parsed.toByteArray()) / size));
    }
  }
  const orders = within.map((range) => blocksOf(runId, range));
  for (let ended = 0; ended < orders.length; ) {
    ended = 0;
    for (const order of orders) {
      const free = firstFree(order, taken);
      if (free === undefined) {
        ended += 1;
      } else {
        yield `${ipaddr.fromByteArray(bytesOf(free * size))}/${prefixLength}`;
      }
    }
  }
}

function firstFree(order: Iterator<number>, taken: ReadonlySet<number>): number | undefined {
  for (let next = order.next(); next.done !== true; next = order.next()) {
    if (!taken.has(next.value)) {
      return next.value;
    }
  }
  return undefined;
}

/** Every block of the range once: an odd step visits each of 2^n places exactly once. */
function* blocksOf(runId: string, range: string): Generator<number> {
  const [network, length] = ipaddr.IPv4.parseCIDR(range);
  const count = 2 ** (prefixLength - length);
  const first = numberOf(network.toByteArray()) / size;
  const random = randomSource(0, `subnet of ${runId} in ${range}`);
  const start = Math.floor(random() * count);
  const step = 2 * Math.floor((random() * count) / 2) + 1;
  for (let index = 0; index < count; index++) {
    yield first + ((start + index * step) % count);
  }
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function bytesOf(number: number): number[] {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256);
}
