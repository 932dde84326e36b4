import fc from 'fast-check';
import { expect } from 'vitest';
import { describeError, LabError } from '../../lab/errors/lab-error.ts';

/** The cases are the same each time; for others: `WRAPLAB_FUZZ_SEED=7 npm run test:unit -- -- bad-input`. */
fc.configureGlobal({ seed: Number(process.env.WRAPLAB_FUZZ_SEED ?? 1) });

/** A hundred problems of a thousand characters, and their cause. */
const longestText = 110_000;

/**
 * Runs an action on possibly bad input. It must succeed, or fail with an error that the lab foresaw: with text that helps a person to correct the
 * input, and without a stack. Returns the result; undefined if the input was refused.
 */
export async function throughOrClear<T>(action: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    expectClear(error);
    return undefined;
  }
}

export function expectClear(error: unknown): void {
  if (!(error instanceof LabError)) {
    throw new Error('expected an error that the lab foresees', { cause: error });
  }
  const text = describeError(error);
  expect(['usage', 'unavailable']).toContain(error.code);
  const unclear = /^\s+at .*:\d+:\d+\)?$|Cannot read properties|is not a function|is not iterable|Maximum call stack/m.exec(text);
  expect({ length: text.length, unclear: text.slice(unclear?.index ?? text.length).slice(0, 200) }).toEqual({
    length: text.trim() === '' ? 'more than nothing' : Math.min(text.length, longestText),
    unclear: '',
  });
}
