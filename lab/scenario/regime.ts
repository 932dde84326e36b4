import { z } from 'zod';
import { expectationSchema } from '../model/expectation.ts';

/** The range of values that may replace the scenario's own, both ends included. */
const allowedSchema = z
  .strictObject({ from: z.number().positive().describe('The smallest value.'), to: z.number().positive().describe('The largest value.') })
  .refine(({ from, to }) => from <= to, 'expected "to" at or above "from"');

/** The options that a scenario takes, and the ranges within which its expectations hold. Default: it takes neither. */
export const takesSchema = z.strictObject({
  ratePerSecond: allowedSchema.exactOptional().describe('`--rate`: connects a second of the network clients.'),
  delayMs: allowedSchema.exactOptional().describe('`--delay-ms`: the delay of the scenario\'s own fault "slow".'),
});

const boundsSchema = z
  .strictObject({
    from: z.number().min(0).exactOptional().describe('At least this.'),
    below: z.number().positive().exactOptional().describe('Below this.'),
  })
  .refine(({ from, below }) => from !== undefined || below !== undefined, 'expected "from" or "below"');
export type Bounds = Readonly<z.infer<typeof boundsSchema>>;

const duration = z.number().int().min(0).max(600_000);

/** A length in ms, or the longest of several. */
export const lengthSchema = z.union([
  duration,
  z.strictObject({
    atLeastMs: duration.describe('The shortest length, in ms.'),
    clients: z.number().positive().exactOptional().describe('The time that the accept thread needs for this many clients.'),
    arrivals: z.number().positive().exactOptional().describe('The time in which this many network clients arrive.'),
    queueFills: z.number().positive().exactOptional().describe('This many times the time that the accept queue takes to fill.'),
    perClientASecondMs: z
      .number()
      .positive()
      .exactOptional()
      .describe('Ms for each network client per second, for the crowd that waits when the DNS heals.'),
  }),
]);
export type Length = Readonly<z.infer<typeof lengthSchema>>;

/** One way in which a scenario goes, by rate and delay: what holds in it, and how long its phases must be to show it. */
export const regimeSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes')
    .describe('Its name.'),
  text: z.string().min(1).max(120).describe('Describes it, as a clause for reports.'),
  when: z
    .strictObject({
      delayPerTimeout: boundsSchema
        .exactOptional()
        .describe('The delay of one answer, divided by the time after which the resolver asks again.'),
      delayPerPatience: boundsSchema
        .exactOptional()
        .describe('The delay of one answer, divided by the time after which the resolver gives up.'),
      offeredLoad: boundsSchema.exactOptional().describe('How many clients arrive while the accept thread serves one.'),
      queueFullAfter: boundsSchema
        .exactOptional()
        .describe('When the accept queue is full, as a share of the fault phase; above 1 it does not fill.'),
    })
    .describe('The scenario is in it when all of these bounds hold.'),
  timeline: z
    .strictObject({
      settleMs: lengthSchema.describe('Time for everything to settle.'),
      baselineMs: lengthSchema.describe('The baseline.'),
      faultMs: lengthSchema.describe('The fault.'),
      recoveryMs: lengthSchema.describe('The recovery.'),
    })
    .exactOptional()
    .describe("Instead of the scenario's."),
  expectations: z.array(expectationSchema).min(1).exactOptional().describe("Instead of the scenario's."),
});
export type Regime = Readonly<z.infer<typeof regimeSchema>>;
