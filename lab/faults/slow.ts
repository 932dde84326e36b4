import { z } from 'zod';
import { type Delay, delaySchema, drawDelayMs, medianDelayMs } from './delay.ts';
import type { Fault } from './fault.ts';

export type Slow = { readonly id: 'slow'; readonly delay: Delay };

/** Every answer comes late by `delay`. One connect of a named client costs two answers: PTR, then A or AAAA. */
export const slow = {
  id: 'slow',
  title: 'every answer comes late, by a fixed time or a distribution',
  settings: z.strictObject({ id: z.literal('slow'), delay: delaySchema.default(500) }),
  nominalDelayMs: (settings) => medianDelayMs(settings.delay),
  treat: (settings, _query, random) => ({ kind: 'answer', delayMs: drawDelayMs(settings.delay, random) }),
} satisfies Fault<Slow>;
