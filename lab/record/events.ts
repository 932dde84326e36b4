import { z } from 'zod';
import { faultIds, faultSchema } from '../faults/index.ts';
import { phases } from '../model/vocabulary.ts';
import { clockNs } from './samples.ts';

/** One line of the DNS agent's ledger: a query that reached the nameserver, and how it was answered. */
export const querySchema = z.strictObject({
  kind: z.literal('query'),
  receivedNs: clockNs,
  /** When the answer was handed to the kernel; null if it never was. */
  answeredNs: clockNs.nullable(),
  client: z.string(),
  /** Whether it is a control query, sent by the lab from the database host. Records of earlier versions do not say. */
  control: z.boolean().exactOptional(),
  transport: z.enum(['udp', 'tcp']),
  name: z.string(),
  type: z.string(),
  /** The fault in force when the query came. */
  fault: z.enum(faultIds),
  /** What the fault did to the answer. `changed`: it differs from the zone's; `truncated`: it was cut off, over UDP. */
  treatment: z.enum(['honest', 'delayed', 'silent', 'changed', 'truncated']),
  /** The delay that the fault asked for. */
  delayMs: z.number(),
  rcode: z.string().nullable(),
});
export type QueryEvent = Readonly<z.infer<typeof querySchema>>;

/** The DNS agent changed its fault at this time, between two queries. */
export const faultEventSchema = z.strictObject({ kind: z.literal('fault'), atNs: clockNs, fault: faultSchema });

/** One of the lab's tools held up the accept thread. The server did not cause what was measured meanwhile. */
export const disturbanceSchema = z.strictObject({
  kind: z.literal('disturbance'),
  /** The piece of evidence that the tool was taking. */
  by: z.string(),
  fromNs: clockNs,
  toNs: clockNs,
});
export type DisturbanceEvent = Readonly<z.infer<typeof disturbanceSchema>>;

/**
 * An agent stalled for this long, up to this time: it was stopped, or the machine gave it no processor. Its actions were late, and it missed
 * events.
 */
export const stalledSchema = z.strictObject({ kind: z.literal('heldUp'), role: z.string(), atNs: clockNs, forMs: z.number().positive() });
export type StalledEvent = Readonly<z.infer<typeof stalledSchema>>;

const phaseEventSchema = z.strictObject({ kind: z.literal('phase'), phase: z.enum(phases), atNs: clockNs });

/** A line that a container wrote to its error output: mysqld's error log, or an agent's complaint. */
const logEventSchema = z.strictObject({ kind: z.literal('log'), role: z.string(), line: z.string() });

export const eventSchema = z.discriminatedUnion('kind', [
  querySchema,
  faultEventSchema,
  disturbanceSchema,
  stalledSchema,
  phaseEventSchema,
  logEventSchema,
]);
export type LabEvent = Readonly<z.infer<typeof eventSchema>>;
