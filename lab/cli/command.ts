/** What `npm run NAME` does, or `npm run dev -- NAME`. */
export interface Command {
  readonly name: string;
  /** The command line without the `npm run` or `npm run dev --` in front of it. */
  readonly usage: string;
  /** One short line, for listings. */
  readonly title: string;
  /** Options and examples, for --help. */
  help(): string;
  /** Does it and returns the exit code. */
  run(args: readonly string[], signal: AbortSignal): Promise<number>;
  /** Commands of this command: its first argument names one of them. Default: none. */
  readonly subcommands?: readonly Command[];
}
