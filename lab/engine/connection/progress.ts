/** How far a long step is. */
export interface StepProgress {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number;
}

/** Receives what the engine is doing while a person waits; `lab/terminal` shows it. */
export interface Progress {
  /** A step has begun. */
  step(text: string): void;
  /** How far the current step is. */
  advance(text: string, progress: StepProgress): void;
}

/** The first seconds say little about the pace. */
const paceIsKnownAfterSeconds = 5;

/** Time left at the pace so far, in s; infinite while it cannot be estimated. */
export function secondsLeft(done: number, total: number, elapsedSeconds: number): number {
  return done === 0 || elapsedSeconds < paceIsKnownAfterSeconds ? Number.POSITIVE_INFINITY : (elapsedSeconds / done) * (total - done);
}
