import type { ExitName } from './exit-codes.ts';

/** What a `LabError` can mean for the caller: any exit that is not a verdict. */
export type LabErrorCode = Exclude<ExitName, 'confirmed' | 'refuted' | 'inconclusive'>;

export interface LabErrorOptions {
  readonly code: LabErrorCode;
  /** What to do next, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every error that the lab itself foresees: what was expected and what came (message), what to do (hint), why (cause). */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly code: LabErrorCode;
  readonly hint: string | undefined;

  constructor(message: string, options: LabErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
  }
}

/** The server ended by itself. */
export class ServerEnded extends LabError {
  /** The last lines of its log. */
  readonly log: readonly string[];
  /** What failed because of it, such as a look into a container that is gone. It is no cause, and not told as one. */
  readonly consequence: unknown;

  /** @param how in words, such as its exit code; none where the engine did not say. */
  constructor(log: readonly string[], consequence: unknown, how?: string) {
    super(`the server ended${how === undefined ? '' : `: ${how}`}; the last lines of its log:\n${log.join('\n')}`, {
      code: 'internal',
      hint: "see events.jsonl in the run's folder for the whole log",
    });
    this.log = log;
    this.consequence = consequence;
  }
}

/** A problem quotes what came, which may be a file of a megabyte. */
const longestProblem = 1000;
const mostProblems = 100;

/** Wrong arguments, or a wrong scenario: all problems in one error, one to a line; long ones are cut, and of very many the first are told. */
export function usageError(problems: readonly string[], hint?: string): LabError {
  const told = problems
    .slice(0, mostProblems)
    .map((problem) => (problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem));
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return new LabError([...told, ...more].join('\n'), { code: 'usage', ...(hint === undefined ? {} : { hint }) });
}

/** The text of any thrown value with its causes, outermost first, one to a line. */
export function describeError(error: unknown): string {
  const lines: string[] = [];
  for (let current = error, depth = 0; current !== undefined && depth < 5; depth++) {
    lines.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.join('\n  because: ');
}

/** True when `error` (or a cause of it) says that the run was interrupted by a signal. */
export function isInterruption(error: unknown): boolean {
  return error instanceof LabError && error.code === 'interrupted';
}
