import type { ExitName } from './exit-codes.ts';

/** The exit that a `LabError` leads to: any that is not a verdict. */
type LabErrorCode = Exclude<ExitName, 'confirmed' | 'refuted' | 'inconclusive'>;

interface LabErrorOptions {
  readonly code: LabErrorCode;
  /** What to do next, in one sentence. */
  readonly hint?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** An error that the lab foresees: what was expected and what came (message), what to do (hint), and why it happened (cause). */
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

/** The server ended by itself during a run. */
export class ServerEnded extends LabError {
  /** The last lines of its log. */
  readonly log: readonly string[];
  /** The failure that followed from it, such as a look into a container that is gone. It is not a cause, so `cause` does not hold it. */
  readonly consequence: unknown;

  /** @param how in words, such as its exit code; undefined if the engine did not say. */
  constructor(log: readonly string[], consequence: unknown, how?: string) {
    super(`the server ended${how === undefined ? '' : `: ${how}`}; the last lines of its log:\n${log.join('\n')}`, {
      code: 'internal',
      hint: "see events.jsonl in the run's folder for the whole log",
    });
    this.log = log;
    this.consequence = consequence;
  }
}

/** Longer problems are cut: a problem quotes what came, which may be a file of a megabyte. */
const longestProblem = 1000;
const mostProblems = 100;

/** The error for wrong arguments or a wrong file: one problem a line. Long problems are cut, and only the first hundred are shown. */
export function usageError(problems: readonly string[], hint?: string): LabError {
  const shown = problems
    .slice(0, mostProblems)
    .map((problem) => (problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem));
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return new LabError([...shown, ...more].join('\n'), { code: 'usage', ...(hint === undefined ? {} : { hint }) });
}

/** The text of any thrown value and of its causes, outermost first, one a line. */
export function describeError(error: unknown): string {
  const lines: string[] = [];
  for (let current = error, depth = 0; current !== undefined && depth < 5; depth++) {
    lines.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.join('\n  because: ');
}

/** Whether `error` says that a signal interrupted the run. */
export function isInterruption(error: unknown): boolean {
  return error instanceof LabError && error.code === 'interrupted';
}
