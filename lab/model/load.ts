import { z } from 'zod';
import { paths, phases } from './vocabulary.ts';

const rate = z.number().positive().max(2000);
const duration = z.number().int().min(0).max(600_000);

export const arrivalsSchema = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('constant'), ratePerSecond: rate.describe('Arrivals a second.') }).describe('Evenly spaced.'),
  z
    .strictObject({
      process: z.literal('poisson'),
      ratePerSecond: rate.describe('Arrivals a second.'),
      within: z
        .array(
          z
            .strictObject({
              phase: z.enum(phases).describe('The phase.'),
              fromMs: duration.describe('Where it begins, in ms from the beginning of the phase.'),
              untilMs: duration.describe('Where it ends.'),
            })
            .refine(({ fromMs, untilMs }) => fromMs < untilMs, 'expected "untilMs" above "fromMs"'),
        )
        .min(1)
        .readonly()
        .exactOptional()
        .describe(
          'Clients connect only in these parts of phases, given in ms from the beginning of the phase. Each part gets exactly as many arrivals as the rate predicts, at uniform and independent times (a Poisson process with a known count). Default: the whole run, with a random number of arrivals.',
        ),
    })
    .describe('At random times, independent of each other.'),
  z
    .strictObject({
      process: z.literal('fixed'),
      phase: z.enum(phases).describe('The phase.'),
      offsetsMs: z.array(duration).min(1).max(10_000).readonly().describe('When, in ms after the beginning of the phase.'),
    })
    .describe('At fixed times after the beginning of a phase.'),
  z
    .strictObject({
      process: z.literal('steps'),
      phase: z.enum(phases).describe('The phase.'),
      ratesPerSecond: z.array(rate).min(1).max(100).readonly().describe('The rates, in arrivals a second.'),
      stepMs: z.number().int().min(500).max(600_000).describe('How long each rate lasts, in ms.'),
      elsewherePerSecond: rate.describe('Arrivals a second in the other phases.'),
    })
    .describe('Evenly spaced; one rate after the other during a phase, `elsewherePerSecond` in the other phases.'),
  z
    .strictObject({
      process: z.literal('burst'),
      phase: z.enum(phases).describe('The phase.'),
      offsetMs: duration.default(0).describe('When it begins, in ms after the beginning of the phase.'),
      count: z.number().int().min(1).max(10_000).describe('How many arrive.'),
      withinMs: duration.default(0).describe('Within which time they arrive, in ms.'),
      elsewherePerSecond: rate.describe('Arrivals a second in the other phases.'),
    })
    .describe(
      '`count` arrivals within `withinMs` (default: all at once), `offsetMs` after the beginning of a phase; `elsewherePerSecond` in the other phases.',
    ),
]);
export type Arrivals = Readonly<z.infer<typeof arrivalsSchema>>;

/** Bounds of a client's connect timeout, in ms. */
const shortestTimeoutMs = 100;
export const longestTimeoutMs = 600_000;

/** How a client that was refused, timed out or failed tries again, and how often at most. */
const retrySchema = z.discriminatedUnion('after', [
  z
    .strictObject({
      after: z.literal('immediately'),
      maximumRetries: z.number().int().min(1).max(100).describe('How often each tries again at most.'),
    })
    .describe('At once.'),
  z
    .strictObject({
      after: z.literal('backoff'),
      maximumRetries: z.number().int().min(1).max(100).describe('How often each tries again at most.'),
      firstDelayMs: duration.describe('The bound of the first wait, in ms.'),
      longestDelayMs: duration.describe('The largest bound, in ms.'),
    })
    .describe(
      'Each after a random time below a bound: `firstDelayMs`, doubled for each further try, up to `longestDelayMs` ("full jitter").',
    ),
]);
export type Retry = Readonly<z.infer<typeof retrySchema>>;

/**
 * Clients that keep their connections. Each opens `idleConnections` at the beginning of the run and uses one for each arrival. If none is
 * idle it opens another. It keeps a connection after use as long as no more than `idleConnections` are idle.
 */
const poolSchema = z.strictObject({
  idleConnections: z.number().int().min(1).max(100).describe('How many connections each client keeps.'),
});

export const streamSchema = z.strictObject({
  path: z
    .enum(paths)
    .describe(
      'The way in: `tcp`, `outsider`, `admin` and `adminOutsider` on the network; `socket`, `session` and `localTcp` on the database host.',
    ),
  arrivals: arrivalsSchema.describe('When connects (for `session`: queries) start, however slow earlier ones are.'),
  connectTimeoutMs: z
    .number()
    .int()
    .min(shortestTimeoutMs)
    .max(longestTimeoutMs)
    .default(10_000)
    .describe("The connect timeout of the driver, in ms. Default: 10 s, as mysql2's own."),
  turns: z
    .literal(true)
    .exactOptional()
    .describe(
      'Whether clients take turns, in a new random order each round, so that all of them connect. Default: each arrival draws its client.',
    ),
  retry: retrySchema.exactOptional().describe('Whether and how clients try again. Default: a client that does not get in leaves.'),
  pool: poolSchema
    .exactOptional()
    .describe('Whether clients keep their connections. Default: each arrival connects, asks one query and closes.'),
  quits: z
    .literal(false)
    .exactOptional()
    .describe(
      'False for clients that close without COM_QUIT, like a program that exits: then the client surely closes first. Default: QUIT, then close at once; on one machine, where packets take no time, either side may then close first.',
    ),
});
export type Stream = Readonly<z.infer<typeof streamSchema>>;
