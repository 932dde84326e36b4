import { z } from 'zod';
import { paths, phases } from './paths.ts';

const rate = z.number().positive().max(2000);
const duration = z.number().int().min(0).max(600_000);

export const arrivalsSchema = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('constant'), ratePerSecond: rate }),
  z.strictObject({ process: z.literal('poisson'), ratePerSecond: rate }),
  /** At fixed times after the beginning of a phase. */
  z.strictObject({ process: z.literal('fixed'), phase: z.enum(phases), offsetsMs: z.array(duration).min(1).max(10_000).readonly() }),
  /** Evenly spaced, at one rate after the other within a phase; in the other phases at `elsewherePerSecond`. */
  z.strictObject({
    process: z.literal('steps'),
    phase: z.enum(phases),
    ratesPerSecond: z.array(rate).min(1).max(100).readonly(),
    stepMs: z.number().int().min(500).max(600_000),
    elsewherePerSecond: rate,
  }),
  /** `count` within `withinMs` (default: all at once), `offsetMs` after the beginning of a phase; in the other phases at `elsewherePerSecond`. */
  z.strictObject({
    process: z.literal('burst'),
    phase: z.enum(phases),
    offsetMs: duration.default(0),
    count: z.number().int().min(1).max(10_000),
    withinMs: duration.default(0),
    elsewherePerSecond: rate,
  }),
]);
export type Arrivals = Readonly<z.infer<typeof arrivalsSchema>>;

/** What a client does that was refused, timed out or failed: it tries again, so many times. */
const retrySchema = z.discriminatedUnion('after', [
  z.strictObject({ after: z.literal('immediately'), maximumRetries: z.number().int().min(1).max(100) }),
  /** After a random time below `firstDelayMs`, doubled for each further try up to `longestDelayMs` ("full jitter"). */
  z.strictObject({
    after: z.literal('backoff'),
    maximumRetries: z.number().int().min(1).max(100),
    firstDelayMs: duration,
    longestDelayMs: duration,
  }),
]);
export type Retry = Readonly<z.infer<typeof retrySchema>>;

/**
 * Clients that keep connections: each opens `idleConnections` of them at the beginning of the run and uses one for each arrival;
 * when none is idle it opens another, and keeps it in turn, as long as no more are idle.
 */
const poolSchema = z.strictObject({ idleConnections: z.number().int().min(1).max(100) });

export const streamSchema = z.strictObject({
  path: z.enum(paths),
  /** When connects (for `session`: queries) start; never held back because earlier ones are slow. */
  arrivals: arrivalsSchema,
  /** The connect timeout given to the driver, in ms. Default 10 s, which is mysql2's own. */
  connectTimeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  /** Default: a client that does not get in goes away. */
  retry: retrySchema.exactOptional(),
  /** Default: each arrival connects, asks once and closes. */
  pool: poolSchema.exactOptional(),
});
export type Stream = Readonly<z.infer<typeof streamSchema>>;
