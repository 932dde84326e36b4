import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

export type NoFault = { readonly id: 'none' };

/** The smallest fault there is, and the pattern for all others: every query gets its honest answer at once. */
export const none = {
  id: 'none',
  title: 'the DNS is healthy: the control',
  settings: z.strictObject({ id: z.literal('none') }),
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin: () => () => honestly,
} satisfies Fault<NoFault>;
