import { z } from 'zod';
import { exponential, normal, pareto, type RandomSource } from '../maths/random.ts';

const milliseconds = z.number().min(0).max(60_000);

/** A distribution of delays, in ms. */
export const distributionSchema = z.discriminatedUnion('shape', [
  z
    .strictObject({
      shape: z.literal('uniform'),
      fromMs: milliseconds.describe('The shortest.'),
      toMs: milliseconds.describe('The longest.'),
    })
    .describe('Every delay between two bounds is equally likely.'),
  z
    .strictObject({
      shape: z.literal('normal'),
      meanMs: milliseconds.describe('The mean.'),
      deviationMs: milliseconds.describe('The standard deviation.'),
    })
    .describe('The normal distribution, cut at 0.'),
  z.strictObject({ shape: z.literal('exponential'), meanMs: milliseconds.describe('The mean.') }).describe('The exponential distribution.'),
  z
    .strictObject({
      shape: z.literal('pareto'),
      minimumMs: milliseconds.describe('The shortest.'),
      exponent: z.number().min(0.5).max(100).describe('The smaller it is, the heavier is the tail.'),
    })
    .describe('A heavy tail: most are short, a few very long.'),
]);

/** A delay in ms: a fixed number, or a distribution. */
export const delaySchema = z.union([milliseconds, distributionSchema]);

type Delay = Readonly<z.infer<typeof delaySchema>>;

/** Longer draws are cut to this: a heavy tail must not outlive the run. */
const longestMs = 60_000;

/** One draw from `delay`, in ms, between 0 and 60,000. */
export function drawDelayMs(delay: Delay, random: RandomSource): number {
  return Math.min(longestMs, Math.max(0, draw(delay, random)));
}

/** The median of `delay` in ms; for a fixed delay the delay itself. */
export function medianDelayMs(delay: Delay): number {
  if (typeof delay === 'number') {
    return delay;
  }
  switch (delay.shape) {
    case 'uniform':
      return (delay.fromMs + delay.toMs) / 2;
    case 'normal':
      return delay.meanMs;
    case 'exponential':
      return delay.meanMs * Math.LN2;
    case 'pareto':
      return delay.minimumMs * 2 ** (1 / delay.exponent);
  }
}

function draw(delay: Delay, random: RandomSource): number {
  if (typeof delay === 'number') {
    return delay;
  }
  switch (delay.shape) {
    case 'uniform':
      return delay.fromMs + random() * (delay.toMs - delay.fromMs);
    case 'normal':
      return normal(random, delay.meanMs, delay.deviationMs);
    case 'exponential':
      return exponential(random, delay.meanMs);
    case 'pareto':
      return pareto(random, delay.minimumMs, delay.exponent);
  }
}
