/** How far a long step is. */
export interface StepProgress {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number;
}

/** Where the engine says what it does while a person waits; `lab/cli` decides how that looks. */
export interface Progress {
  /** A step has begun. */
  step(text: string): void;
  /** How far the current step is. */
  advance(text: string, progress: StepProgress): void;
}

/** The pace of the first seconds says little. */
const paceIsKnownAfterSeconds = 5;

/** Time left at the pace so far, in s; infinite while nothing can be said. */
export function secondsLeft(done: number, total: number, elapsedSeconds: number): number {
  return done === 0 || elapsedSeconds < paceIsKnownAfterSeconds ? Number.POSITIVE_INFINITY : (elapsedSeconds / done) * (total - done);
}
