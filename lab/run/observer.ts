import type { AgentEvent } from '../agents/protocol.ts';
import type { Phase } from '../model/vocabulary.ts';

/** Receives the progress of a run. */
export interface RunObserver {
  /** The timeline begins at `startNs` of the monotonic clock. */
  began(startNs: number): void;
  /** A phase begins, at `atNs` of the same clock. */
  phase(phase: Phase, atNs: number): void;
  /** An agent reported something. */
  event(event: AgentEvent): void;
  /** The run is over, complete or not. */
  ended(): void;
}

/** Ignores everything. */
export const unobserved: RunObserver = { began: () => undefined, phase: () => undefined, event: () => undefined, ended: () => undefined };
