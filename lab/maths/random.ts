import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of numbers in [0, 1). */
export type RandomSource = () => number;

/**
 * A repeatable source for one purpose. `purpose` separates the streams of one seed: a change of the load does not change what the fault
 * draws.
 */
export function randomSource(seed: number, purpose: string): RandomSource {
  const generator = xoroshiro128plus(seed ^ fnv1a(purpose));
  return () => uniformFloat64(generator);
}

/** `items` in a random order, each as likely as any other (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: RandomSource): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a !== undefined && b !== undefined) {
      result[last] = b;
      result[other] = a;
    }
  }
  return result;
}

/** Exponentially distributed with mean `mean`, by inversion. */
export function exponential(random: RandomSource, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** Normally distributed, by the Box–Muller transform. */
export function normal(random: RandomSource, mean: number, deviation: number): number {
  return mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Pareto distributed with least value `minimum` and shape `shape`, by inversion. */
export function pareto(random: RandomSource, minimum: number, shape: number): number {
  return minimum / (1 - random()) ** (1 / shape);
}

/** 32-bit FNV-1a (Fowler, Noll, Vo). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash | 0;
}
