import { z } from 'zod';

/** A file of the bundle: what it is, how it was taken, and what it must be to be whole. */
export const evidenceFileSchema = z.strictObject({
  /** Its name in the bundle. */
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'a plain file name'),
  /** Which piece of evidence it is of. */
  id: z.string(),
  title: z.string(),
  lookFor: z.string(),
  /** The command as a person would type it. */
  byHand: z.string(),
  /** The command as the lab ran it; empty where nothing was run for it. */
  ran: z.array(z.string()),
  /** When, in ms from the beginning of the run; null where nothing was run. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
  /** Whether the accept thread was held up meanwhile. Connects that waited then are no samples of time. */
  disturbs: z.boolean(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whether the rest was cut off. */
  truncated: z.boolean(),
  /** What went wrong; null when nothing did. */
  problem: z.string().nullable(),
  /** The lines of a text that say most. */
  excerpt: z.string(),
});
export type EvidenceFile = Readonly<z.infer<typeof evidenceFileSchema>>;

/** What a run has of evidence, in the order in which an operator would take it. */
export const evidenceManifestSchema = z.strictObject({
  schema: z.literal('wraplab/evidence@1'),
  files: z.array(evidenceFileSchema),
  /** What was asked for and not taken, and why. */
  missing: z.array(z.strictObject({ id: z.string(), title: z.string(), reason: z.string() })),
});
export type EvidenceManifest = Readonly<z.infer<typeof evidenceManifestSchema>>;

/** Folder of the bundle in that of the run, and the manifest's name in it. */
export const evidenceFolder = 'evidence';
export const evidenceManifestFile = 'manifest.json';
