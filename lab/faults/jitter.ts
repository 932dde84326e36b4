import type { z } from 'zod';
import { distributionSchema, drawDelayMs, medianDelayMs } from './delay.ts';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('jitter', { delay: distributionSchema.default({ shape: 'pareto', minimumMs: 100, exponent: 1.2 }) });

/**
 * Answers come late by a time that is drawn for each (by default with a heavy tail): most connects are only a bit slow, and one
 * of the tail stalls everybody behind it. A draw beyond the resolver's timeout makes glibc ask again.
 */
export const jitter = {
  id: 'jitter',
  title: 'answers come late by a random time, with a heavy tail by default',
  settings,
  nominalDelayMs: ({ delay }) => medianDelayMs(delay),
  begin:
    ({ delay }, { random }) =>
    () => ({ kind: 'answer', delayMs: drawDelayMs(delay, random) }),
} satisfies Fault<z.infer<typeof settings>>;
