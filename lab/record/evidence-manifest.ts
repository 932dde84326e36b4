import { z } from 'zod';

/** A file of the bundle: what it is, how it was taken, and the size and checksum of the whole file. */
const evidenceFileSchema = z.strictObject({
  /** Its name within the bundle. */
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'a plain file name'),
  /** The piece of evidence that it belongs to. */
  id: z.string(),
  title: z.string(),
  lookFor: z.string(),
  /** The command as a person would type it. */
  byHand: z.string(),
  /** The command as the lab ran it; empty if it ran none. */
  ran: z.array(z.string()),
  /** When the lab ran it, in ms from the beginning of the run; null if it ran none. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
  /** Whether the accept thread was held up meanwhile. Connects that waited then are not samples of time. */
  disturbs: z.boolean(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whether the rest was cut off. */
  truncated: z.boolean(),
  /** What went wrong; null when nothing did. */
  problem: z.string().nullable(),
  /** The most telling lines of a text. */
  excerpt: z.string(),
});
export type EvidenceFile = Readonly<z.infer<typeof evidenceFileSchema>>;

/** The evidence of a run, in the order in which an operator would take it. */
export const evidenceManifestSchema = z.strictObject({
  schema: z.literal('wraplab/evidence@1'),
  files: z.array(evidenceFileSchema),
  /** Pieces that were requested and not taken, and why. */
  missing: z.array(z.strictObject({ id: z.string(), title: z.string(), reason: z.string() })),
});
export type EvidenceManifest = Readonly<z.infer<typeof evidenceManifestSchema>>;

/** The bundle's folder within the run's folder, and the manifest's name within the bundle. */
export const evidenceFolder = 'evidence';
export const evidenceManifestFile = 'manifest.json';
