import { randomSource, shuffled } from '../maths/random.ts';
import type { NamedHost } from '../network/addresses.ts';

/**
 * The clients that are held back until the fault, so that no cache knows them: a share of all, drawn by the seed, at least one and never
 * all. A single client is not held back.
 */
export function drawNewcomers(clients: readonly NamedHost[], share: number, seed: number): NamedHost[] {
  const count = Math.min(clients.length - 1, Math.max(1, Math.round(share * clients.length)));
  return shuffled(clients, randomSource(seed, 'newcomers')).slice(0, Math.max(0, count));
}
