import type { z } from 'zod';
import { distributionSchema, drawDelayMs, medianDelayMs } from './delay.ts';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('jitter', {
  delay: distributionSchema
    .default({ shape: 'pareto', minimumMs: 100, exponent: 1.2 })
    .describe('The distribution that each delay is drawn from.'),
});

/**
 * Each answer is late by a time of its own, drawn from a distribution that has a heavy tail by default. Most connects are only a
 * little slow; one from the tail stalls everybody behind it. When a draw exceeds the resolver's timeout, glibc asks again.
 */
export const jitter = {
  id: 'jitter',
  title: 'answers are late by a random time, with a heavy tail by default',
  settings,
  nominalDelayMs: ({ delay }) => medianDelayMs(delay),
  begin:
    ({ delay }, { random }) =>
    () => ({ kind: 'answer', delayMs: drawDelayMs(delay, random) }),
} satisfies Fault<z.infer<typeof settings>>;
