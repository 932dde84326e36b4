import type { z } from 'zod';
import { delaySchema, drawDelayMs, medianDelayMs } from './delay.ts';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('slow', { delay: delaySchema.default(500) });

/** Every answer comes late by `delay`. One connect of a named client costs two answers: PTR, then A or AAAA. */
export const slow = {
  id: 'slow',
  title: 'every answer comes late, by a fixed time or a distribution',
  settings,
  nominalDelayMs: ({ delay }) => medianDelayMs(delay),
  answersWithinMs: ({ delay }) => (typeof delay === 'number' ? delay : undefined),
  begin:
    ({ delay }, { random }) =>
    () => ({ kind: 'answer', delayMs: drawDelayMs(delay, random) }),
} satisfies Fault<z.infer<typeof settings>>;
