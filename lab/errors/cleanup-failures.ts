import { describeError, LabError } from './lab-error.ts';

/**
 * `error` as it is to be reported when more went wrong while its run was cleared away: with its own code, and what came of that behind
 * it. A later failure must not hide the one that came first.
 */
export function withAftermath(error: unknown, problems: readonly unknown[]): unknown {
  if (problems.length === 0) {
    return error;
  }
  const texts = [error, ...problems].map(describeError);
  const hints = [error, ...problems].flatMap((each) => (each instanceof LabError && each.hint !== undefined ? [each.hint] : []));
  return new LabError([...new Set(texts)].join('\nafterwards: '), {
    code: error instanceof LabError ? error.code : 'internal',
    ...(hints.length === 0 ? {} : { hint: [...new Set(hints)].join('; ') }),
  });
}

/** What came of promises that were all waited for: the reasons of those that failed. */
export function failuresOf(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}
