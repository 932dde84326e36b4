import { describeError, LabError } from './lab-error.ts';

/**
 * The error to report when cleaning up after `error` failed too: it keeps the code and puts the later failures behind the first, so
 * that they do not hide it.
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

/** The reasons of the promises that were rejected. */
export function failuresOf(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}
