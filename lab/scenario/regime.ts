import { z } from 'zod';
import { expectationSchema } from '../model/expectation.ts';

/** The range of values that may replace the scenario's own, both ends included. */
const allowedSchema = z
  .strictObject({ from: z.number().positive(), to: z.number().positive() })
  .refine(({ from, to }) => from <= to, 'expected "to" at or above "from"');

/** The options that a scenario takes, and the ranges within which its expectations hold. Default: it takes neither. */
export const takesSchema = z.strictObject({
  /** `--rate`: connects a second of the network clients. */
  ratePerSecond: allowedSchema.exactOptional(),
  /** `--delay-ms`: the delay of the scenario's own fault "slow". */
  delayMs: allowedSchema.exactOptional(),
});

const boundsSchema = z
  .strictObject({ from: z.number().min(0).exactOptional(), below: z.number().positive().exactOptional() })
  .refine(({ from, below }) => from !== undefined || below !== undefined, 'expected "from" or "below"');
export type Bounds = Readonly<z.infer<typeof boundsSchema>>;

const duration = z.number().int().min(0).max(600_000);

/** A length in ms, or the longest of several. */
const lengthSchema = z.union([
  duration,
  z.strictObject({
    atLeastMs: duration,
    /** The time that the accept thread needs for this many clients. */
    clients: z.number().positive().exactOptional(),
    /** The time in which this many network clients arrive. */
    arrivals: z.number().positive().exactOptional(),
    /** This many times the time that the accept queue takes to fill. */
    queueFills: z.number().positive().exactOptional(),
    /** Ms for each network client per second, for the crowd that waits when the DNS heals. */
    perClientASecondMs: z.number().positive().exactOptional(),
  }),
]);
export type Length = Readonly<z.infer<typeof lengthSchema>>;

/** One way in which a scenario goes, by rate and delay: what holds in it, and how long its phases must be to show it. */
export const regimeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes'),
  /** Describes it, as a clause for reports. */
  text: z.string().min(1).max(120),
  /** The scenario is in it when all of these bounds hold. */
  when: z.strictObject({
    /** The delay of one answer, divided by the time after which the resolver asks again. */
    delayPerTimeout: boundsSchema.exactOptional(),
    /** The delay of one answer, divided by the time after which the resolver gives up. */
    delayPerPatience: boundsSchema.exactOptional(),
    /** How many clients arrive while the accept thread serves one. */
    offeredLoad: boundsSchema.exactOptional(),
    /** When the accept queue is full, as a share of the fault phase; above 1 it does not fill. */
    queueFullAfter: boundsSchema.exactOptional(),
  }),
  /** Instead of the scenario's. */
  timeline: z
    .strictObject({ settleMs: lengthSchema, baselineMs: lengthSchema, faultMs: lengthSchema, recoveryMs: lengthSchema })
    .exactOptional(),
  /** Instead of the scenario's. */
  expectations: z.array(expectationSchema).min(1).exactOptional(),
});
export type Regime = Readonly<z.infer<typeof regimeSchema>>;
export type RegimeInput = Readonly<z.input<typeof regimeSchema>>;
