import { z } from 'zod';
import { outcomes, paths, stages } from '../model/vocabulary.ts';

/** Nanoseconds of the kernel's monotonic clock, which all containers of an engine share. */
export const clockNs = z.number().nonnegative();

const stageTimes = z.strictObject(
  Object.fromEntries(stages.map((stage) => [stage, z.number().nonnegative().nullable()])) as Record<
    (typeof stages)[number],
    z.ZodNullable<z.ZodNumber>
  >,
);

/** One connect (for the path `session`: one query on the open connection). */
export const connectSchema = z.strictObject({
  kind: z.literal('connect'),
  id: z.number().int(),
  path: z.enum(paths),
  /** Source address; null on the Unix socket. */
  source: z.string().nullable(),
  scheduledNs: clockNs,
  /** 1 for the first try, more for retries; all tries of one client have the same `id`. */
  attempt: z.number().int().min(1).default(1),
  /** Whether it is a query on a connection that the client had kept; its stages up to the greeting took no time. */
  pooled: z.boolean().default(false),
  /** How much later than scheduled the load agent began, in ms. The lab causes this delay, not the server. */
  lagMs: z.number(),
  /** Time of each stage in ms from the scheduled start; null if it was not reached. */
  stages: stageTimes,
  outcome: z.enum(outcomes),
  /** In ms from the scheduled start to the end of the connect, or to the end of the run if it was still pending. */
  elapsedMs: z.number(),
  /** What the driver reported. */
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});
export type ConnectSample = Readonly<z.infer<typeof connectSchema>>;

/** What the watch agent read on the database host (`server`), or a load agent on its own host (`client`), at one moment. */
export const readingSchema = z.strictObject({
  kind: z.literal('reading'),
  atNs: clockNs,
  side: z.enum(['server', 'client']),
  values: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type Reading = Readonly<z.infer<typeof readingSchema>>;

/** A control query that the watch agent sends from the database host once a second: proof of what the nameserver does. */
export const controlQuerySchema = z.strictObject({
  kind: z.literal('canary'),
  sentNs: clockNs,
  /** Null if no answer came before the end of the run. */
  roundTripMs: z.number().nullable(),
});

export type ControlQuerySample = Readonly<z.infer<typeof controlQuerySchema>>;

export const sampleSchema = z.discriminatedUnion('kind', [connectSchema, readingSchema, controlQuerySchema]);
export type Sample = Readonly<z.infer<typeof sampleSchema>>;
