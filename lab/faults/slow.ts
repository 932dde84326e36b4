import type { z } from 'zod';
import { delaySchema, drawDelayMs, medianDelayMs } from './delay.ts';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('slow', {
  delay: delaySchema.default(500).describe('How late each answer is, in ms: a number or a distribution.'),
});

/** Every answer is late by `delay`. A connect of a client that has a name waits for two answers: PTR, then A or AAAA. */
export const slow = {
  id: 'slow',
  title: 'every answer is late, by a fixed time or a distribution',
  settings,
  nominalDelayMs: ({ delay }) => medianDelayMs(delay),
  withDelay: (own, delay) => ({ ...own, delay }),
  inWords: ({ delay }) => (typeof delay === 'number' ? `slow by ${delay} ms` : undefined),
  answersWithinMs: ({ delay }) => (typeof delay === 'number' ? delay : undefined),
  begin:
    ({ delay }, { random }) =>
    () => ({ kind: 'answer', delayMs: drawDelayMs(delay, random) }),
} satisfies Fault<z.infer<typeof settings>>;
