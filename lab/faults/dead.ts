import { z } from 'zod';
import type { Fault } from './fault.ts';

export type Dead = { readonly id: 'dead' };

/** The nameserver is up, takes every query, and never answers. glibc waits timeout × attempts, then has no name. */
export const dead = {
  id: 'dead',
  title: 'answers never come (silence)',
  settings: z.strictObject({ id: z.literal('dead') }),
  nominalDelayMs: () => 0,
  treat: () => ({ kind: 'silence' }),
} satisfies Fault<Dead>;
