import { z } from 'zod';
import { faultIds, faultSchema } from '../faults/index.ts';
import { phases } from '../model/vocabulary.ts';
import { clockNs } from './samples.ts';

/** One line of the DNS agent's ledger: a query that reached the nameserver, and what became of it. */
export const querySchema = z.strictObject({
  kind: z.literal('query'),
  receivedNs: clockNs,
  /** When the answer was handed to the kernel; null: never. */
  answeredNs: clockNs.nullable(),
  client: z.string(),
  /** Whether the lab asked, from the database host; records of earlier versions do not say. */
  control: z.boolean().exactOptional(),
  transport: z.enum(['udp', 'tcp']),
  name: z.string(),
  type: z.string(),
  /** The fault in force when the query came. */
  fault: z.enum(faultIds),
  /** What the fault made of the answer. `changed`: another answer than the zone's; `truncated`: cut off, over UDP. */
  treatment: z.enum(['honest', 'delayed', 'silent', 'changed', 'truncated']),
  /** The delay that the fault asked for. */
  delayMs: z.number(),
  rcode: z.string().nullable(),
});
export type QueryEvent = Readonly<z.infer<typeof querySchema>>;

/** The DNS agent changed its fault, at this time and between two queries. */
export const faultEventSchema = z.strictObject({ kind: z.literal('fault'), atNs: clockNs, fault: faultSchema });
export type FaultEvent = Readonly<z.infer<typeof faultEventSchema>>;

/** A tool of the lab's held up the accept thread: what was measured meanwhile is not the server's doing. */
export const disturbanceSchema = z.strictObject({
  kind: z.literal('disturbance'),
  /** The piece of evidence that it was for. */
  by: z.string(),
  fromNs: clockNs,
  toNs: clockNs,
});

export type DisturbanceEvent = Readonly<z.infer<typeof disturbanceSchema>>;
/**
 * An agent's process did nothing for so long, up to this time: it was stopped, or the machine gave it no processor. What it was to do
 * then came late, and what it was to see it did not see.
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
