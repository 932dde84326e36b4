/** One npm script. */
export interface Command {
  readonly name: string;
  /** What stands behind "npm run …" in help. */
  readonly usage: string;
  /** One line. */
  readonly title: string;
  /** Options and examples, for --help. */
  help(): string;
  /** Does it and returns the exit code. */
  run(args: readonly string[], signal: AbortSignal): Promise<number>;
}
