import type { LabEvent } from './events.ts';
import type { EvidenceManifest } from './evidence-manifest.ts';
import type { Manifest } from './manifest.ts';
import type { Sample } from './samples.ts';

/** A run as it stands in its folder. */
export interface RunRecord {
  readonly manifest: Manifest;
  readonly events: readonly LabEvent[];
  readonly samples: readonly Sample[];
  /** What the run has of evidence; null where it has none. */
  readonly evidence: EvidenceManifest | null;
}
