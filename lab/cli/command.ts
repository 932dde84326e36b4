import type { Options } from './options.ts';

/** What `npm run NAME` does, or `npm run dev -- NAME`. */
export interface Command {
  readonly name: string;
  /** The command line without the `npm run` or `npm run dev --` in front of it. */
  readonly usage: string;
  /** One short line, for listings. */
  readonly title: string;
  /** Command lines to start with. Default: none. */
  readonly examples?: readonly Example[];
  /** Its options, by which the lab recognises those that npm kept for itself. Default: none. */
  readonly options?: Options;
  /** Without arguments it prints usage and examples, and the exit code is 64. Default: it runs. */
  readonly needsArguments?: true;
  /** Options and what else there is to know, for --help. */
  help(): string;
  /** Does it and returns the exit code. */
  run(args: readonly string[], signal: AbortSignal): Promise<number>;
  /** Commands of this command: its first argument names one of them. Default: none. */
  readonly subcommands?: readonly Command[];
}

export interface Example {
  /** As in `usage`. */
  readonly line: string;
  /** What it does, in a few words. */
  readonly does: string;
}
