/** The outcome of a command that was run once on a database host. */
export interface TriedCommand {
  readonly command: string;
  /** Programs of the command that the host does not have. */
  readonly missing: readonly string[];
  /** How long the shell took, in ms, in steps of 10; null if it was killed after `longestTrialMs`. */
  readonly tookMs: number | null;
  /** The exit code of the shell. */
  readonly exitCode: number;
}

/** A command that takes longer than this is killed. */
export const longestTrialMs = 5000;
