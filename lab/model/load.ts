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
     * Clients connect only in these parts of phases, given in ms from the beginning of the phase. Each part gets exactly as many arrivals
     * as the rate predicts, at uniform and independent times (a Poisson process with a known count). Default: the whole run, with a
     * random number of arrivals.
     */
    within: z
      .array(
        z
          .strictObject({ phase: z.enum(phases), fromMs: duration, untilMs: duration })
          .refine(({ fromMs, untilMs }) => fromMs < untilMs, 'expected "untilMs" above "fromMs"'),
      )
      .min(1)
      .readonly()
      .exactOptional(),
  }),
  /** At fixed times after the beginning of a phase. */
  z.strictObject({ process: z.literal('fixed'), phase: z.enum(phases), offsetsMs: z.array(duration).min(1).max(10_000).readonly() }),
  /** Evenly spaced; one rate after the other during a phase, `elsewherePerSecond` in the other phases. */
  z.strictObject({
    process: z.literal('steps'),
    phase: z.enum(phases),
    ratesPerSecond: z.array(rate).min(1).max(100).readonly(),
    stepMs: z.number().int().min(500).max(600_000),
    elsewherePerSecond: rate,
  }),
  /** `count` arrivals within `withinMs` (default: all at once), `offsetMs` after the beginning of a phase; `elsewherePerSecond` in the other phases. */
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

/** Bounds of a client's connect timeout, in ms. */
export const shortestTimeoutMs = 100;
export const longestTimeoutMs = 600_000;

/** How a client that was refused, timed out or failed tries again, and how often at most. */
const retrySchema = z.discriminatedUnion('after', [
  z.strictObject({ after: z.literal('immediately'), maximumRetries: z.number().int().min(1).max(100) }),
  /** Each after a random time below a bound: `firstDelayMs`, doubled for each further try, up to `longestDelayMs` ("full jitter"). */
  z.strictObject({
    after: z.literal('backoff'),
    maximumRetries: z.number().int().min(1).max(100),
    firstDelayMs: duration,
    longestDelayMs: duration,
  }),
]);
export type Retry = Readonly<z.infer<typeof retrySchema>>;

/**
 * Clients that keep their connections. Each opens `idleConnections` at the beginning of the run and uses one for each arrival. If none is
 * idle it opens another. It keeps a connection after use as long as no more than `idleConnections` are idle.
 */
const poolSchema = z.strictObject({ idleConnections: z.number().int().min(1).max(100) });

export const streamSchema = z.strictObject({
  path: z.enum(paths),
  /** When connects (for `session`: queries) start, however slow earlier ones are. */
  arrivals: arrivalsSchema,
  /** The connect timeout of the driver, in ms. Default: 10 s, as mysql2's own. */
  connectTimeoutMs: z.number().int().min(shortestTimeoutMs).max(longestTimeoutMs).default(10_000),
  /** Whether clients take turns, in a new random order each round, so that all of them connect. Default: each arrival draws its client. */
  turns: z.literal(true).exactOptional(),
  /** Whether and how clients try again. Default: a client that does not get in leaves. */
  retry: retrySchema.exactOptional(),
  /** Whether clients keep their connections. Default: each arrival connects, asks one query and closes. */
  pool: poolSchema.exactOptional(),
  /**
   * False for clients that close without COM_QUIT, like a program that exits: then the client surely closes first. Default: QUIT, then close
   * at once; on one machine, where packets take no time, either side may then close first.
   */
  quits: z.literal(false).exactOptional(),
});
export type Stream = Readonly<z.infer<typeof streamSchema>>;
