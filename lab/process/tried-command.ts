/** The outcome of a command that was run once on a database host. */
export interface TriedCommand {
  readonly command: string;
  /** Its programs that the host does not have. */
  readonly missing: readonly string[];
  /** How long the shell took, in ms, by 10; null: it was not over within `longestTrialMs`, and was killed. */
  readonly tookMs: number | null;
  /** What the shell ended with. */
  readonly exitCode: number;
}

/** A command that takes longer than this is killed. */
export const longestTrialMs = 5000;
