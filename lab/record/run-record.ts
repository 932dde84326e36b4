import type { LabEvent } from './events.ts';
import type { EvidenceManifest } from './evidence-manifest.ts';
import type { Manifest } from './manifest.ts';
import type { Sample } from './samples.ts';

/** A run as its folder holds it. */
export interface RunRecord {
  readonly manifest: Manifest;
  readonly events: readonly LabEvent[];
  readonly samples: readonly Sample[];
  /** Null if the run took no evidence. */
  readonly evidence: EvidenceManifest | null;
}
