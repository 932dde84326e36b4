import type { z } from 'zod';
import type { RandomSource } from '../random.ts';

/** One question as the DNS agent sees it. */
export interface Query {
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  /** Address that the query came from. */
  readonly client: string;
}

/** What happens to one query: an answer after `delayMs`, or nothing at all. */
export type Treatment = { readonly kind: 'answer'; readonly delayMs: number } | { readonly kind: 'silence' };

/** The honest treatment: the zone's answer at once. */
export const honestly: Treatment = { kind: 'answer', delayMs: 0 };

/**
 * One way in which the DNS goes wrong: middleware of the DNS agent. It sees the query and decides, without waiting itself,
 * what becomes of the honest answer; the agent does the waiting and writes the ledger.
 */
export interface Fault<Settings extends { readonly id: string }> {
  readonly id: Settings['id'];
  /** One line for lists and help. */
  readonly title: string;
  /** Settings as a scenario or the command line gives them, with defaults. */
  readonly settings: z.ZodType<Settings>;
  /** The delay in ms that a query typically suffers; 0 where the fault delays nothing. Limits "times the delay" use it. */
  nominalDelayMs(settings: Settings): number;
  /** Decides one query's fate; draws all randomness from `random`. */
  treat(settings: Settings, query: Query, random: RandomSource): Treatment;
}
