import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decimalNumber, describeOptions, flag, parseOptions, wholeNumber } from '../../lab/cli/options.ts';
import { LabError } from '../../lab/errors/lab-error.ts';

const options = {
  seed: { takes: 'N', help: 'the seed', value: wholeNumber(0, 100) },
  rate: { takes: 'R', help: 'the rate', value: decimalNumber(0.5, 10) },
  fault: { takes: 'none|slow', help: 'the fault', value: z.enum(['none', 'slow']) },
  keep: { takes: '', help: 'keep', value: flag },
} as const;

function problemsOf(...args: string[]): string[] {
  try {
    parseOptions(options, args);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as LabError).message.split('\n');
  }
}

describe('command line options', () => {
  test('are parsed with their values, apart from positional arguments', () => {
    expect(parseOptions(options, ['dns-slow', '--seed', '7', '--rate=2.5', '--keep'])).toEqual({
      values: { seed: 7, rate: 2.5, keep: true },
      given: { seed: '7', rate: '2.5', keep: true },
      positionals: ['dns-slow'],
    });
  });

  test('report all their problems at once', () => {
    expect(problemsOf('--sed', '7', '--fault', 'slwo', '--rate', '99', '--keep=yes', '--seed')).toEqual([
      'expected an option of this command, got "--sed" (did you mean "--seed"?)',
      '--fault: expected one of none, slow; got "slwo" (did you mean "slow"?)',
      '--rate: expected a number from 0.5 to 10; got "99"',
      '--keep: expected no value, got "yes"',
      '--seed: expected a value (N), got none',
    ]);
  });

  test.each(['1.5', 'seven', '-1', '101', '1e2', ''])('a seed of "%s" is refused', (seed) => {
    expect(problemsOf(`--seed=${seed}`)).toHaveLength(1);
  });

  test('are refused when given twice', () => {
    expect(problemsOf('--seed', '1', '--seed', '2')).toEqual(['--seed: expected at most once, got it again']);
  });

  test('have one line each in the help', () => {
    expect(describeOptions(options).split('\n')).toHaveLength(Object.keys(options).length);
  });
});
