import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('none') });

/** The control, and the smallest fault: every query gets its honest answer at once. */
export const none = {
  id: 'none',
  title: 'the DNS is healthy: the control',
  settings,
  isControl: true,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin: () => () => honestly,
} satisfies Fault<z.infer<typeof settings>>;
