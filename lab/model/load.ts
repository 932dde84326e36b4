import { z } from 'zod';
import { paths, phases } from './vocabulary.ts';

const rate = z.number().positive().max(2000);
const duration = z.number().int().min(0).max(600_000);

export const arrivalsSchema = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('constant'), ratePerSecond: rate }),
  z.strictObject({
    process: z.literal('poisson'),
    ratePerSecond: rate,
    /**
     * Where to connect, and no sooner or later: parts of phases, in ms from their beginning. In each part there are as many arrivals as
     * the rate makes one expect, at the times of a Poisson process of which that number is known (uniform and independent). Default:
     * the whole run, with a random number of arrivals.
     */
    within: z
      .array(
        z
          .strictObject({ phase: z.enum(phases), fromMs: duration, untilMs: duration })
          .refine(({ fromMs, untilMs }) => fromMs < untilMs, 'expected an end after the beginning'),
      )
      .min(1)
      .readonly()
      .exactOptional(),
  }),
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

/** Connect timeouts that a client may have, in ms. */
export const shortestTimeoutMs = 100;
export const longestTimeoutMs = 600_000;

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
  connectTimeoutMs: z.number().int().min(shortestTimeoutMs).max(longestTimeoutMs).default(10_000),
  /** Clients take turns, in another random order each round, so that each of them connects. Default: each arrival draws its client. */
  turns: z.literal(true).exactOptional(),
  /** Default: a client that does not get in goes away. */
  retry: retrySchema.exactOptional(),
  /** Default: each arrival connects, asks once and closes. */
  pool: poolSchema.exactOptional(),
  /**
   * False for clients that close without COM_QUIT, as a program does that exits: the client's side is then certain to close first. Default:
   * QUIT, then close at once; where packets take no time, as on one machine, either side may be the first.
   */
  quits: z.literal(false).exactOptional(),
});
export type Stream = Readonly<z.infer<typeof streamSchema>>;
