import { z } from 'zod';
import { expectationSchema } from '../model/expectation.ts';

/** Values that an option may have in place of the scenario's own, both included. */
const allowedSchema = z
  .strictObject({ from: z.number().positive(), to: z.number().positive() })
  .refine(({ from, to }) => from <= to, 'expected an end that is no less than the beginning');

/** Which options a scenario takes, and within what bounds its expectations are true. One that is not here it does not take. */
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

/** A length in ms, or the longest of several: what it takes at least, and what so many of something take. */
const lengthSchema = z.union([
  duration,
  z.strictObject({
    atLeastMs: duration,
    /** Times that the accept thread needs for one client. */
    clients: z.number().positive().exactOptional(),
    /** Arrivals of network clients. */
    arrivals: z.number().positive().exactOptional(),
    /** Times that it takes the accept queue to fill. */
    queueFills: z.number().positive().exactOptional(),
    /** Ms for each network client that comes in a second: for the crowd that waits when the DNS heals. */
    perClientASecondMs: z.number().positive().exactOptional(),
  }),
]);
export type Length = Readonly<z.infer<typeof lengthSchema>>;

/** One way in which a scenario goes, by rate and delay: what is true in it, and how long its phases must be to show it. */
export const regimeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes'),
  /** What it is, a clause for reports. */
  text: z.string().min(1).max(120),
  /** All of these bounds hold in it. */
  when: z.strictObject({
    /** The delay of one answer, in times of what the resolver waits before it asks again. */
    delayPerTimeout: boundsSchema.exactOptional(),
    /** The same in times of what it waits before it gives a lookup up. */
    delayPerPatience: boundsSchema.exactOptional(),
    /** Clients that come while the accept thread serves one. */
    offeredLoad: boundsSchema.exactOptional(),
    /** When the accept queue is full, as a share of the fault phase; beyond 1 it does not fill. */
    queueFullAfter: boundsSchema.exactOptional(),
  }),
  /** In place of the scenario's. */
  timeline: z
    .strictObject({ settleMs: lengthSchema, baselineMs: lengthSchema, faultMs: lengthSchema, recoveryMs: lengthSchema })
    .exactOptional(),
  /** In place of the scenario's. */
  expectations: z.array(expectationSchema).min(1).exactOptional(),
});
export type Regime = Readonly<z.infer<typeof regimeSchema>>;
export type RegimeInput = Readonly<z.input<typeof regimeSchema>>;
