import { z } from 'zod';
import { usageError } from '../errors/lab-error.ts';
import { settingsOf } from '../faults/notation/key-values.ts';
import { readGivenText } from '../files/read-bounded.ts';
import { readYaml } from '../files/read-yaml.ts';
import type { Expectation } from '../model/expectation.ts';
import { type OtherLimits, otherLimits } from '../verdict/limit-overrides.ts';
import type { Values } from './options.ts';

/** Options that judge a run by other limits than its own. */
export const limitOptions = {
  limit: {
    takes: 'ID=VALUE[,…]',
    help: 'another limit for expectation ID: a number, or a relative limit such as fast.timesBaseline=5,fast.floor=20',
    value: z
      .string()
      .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'ID=VALUE, comma-separated')
      .transform((text) => settingsOf(text)),
  },
  limits: {
    takes: 'FILE',
    help: 'the same from a YAML file: for each ID a limit as in a scenario',
    value: z.string().min(1),
    isPath: true,
  },
} as const;

/**
 * The given limits. Those of the command line override those of the file.
 *
 * @throws LabError `usage` with every problem.
 */
export function chosenLimits(values: Values<typeof limitOptions>, expectations: readonly Expectation[]): OtherLimits {
  const inFile = values.limits === undefined ? {} : readLimits(values.limits);
  return otherLimits({ ...inFile, ...values.limit }, expectations);
}

const largestBytes = 1024 * 1024;

function readLimits(file: string): Readonly<Record<string, unknown>> {
  const hint = 'give a YAML file with a line for each limit, such as "fast: 500" or "fast: { timesBaseline: 5, floor: 20 }"';
  const read = readYaml(readGivenText(file, { what: 'limits in YAML', hint, largestBytes }));
  if ('problems' in read) {
    throw usageError(
      read.problems.map(({ line, message }) => `${file}:${line}: expected limits in YAML, got: ${message}`),
      hint,
    );
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(read.value);
  if (!parsed.success) {
    throw usageError([`${file}: expected a map from expectation ids to limits, got ${JSON.stringify(read.value)}`], hint);
  }
  return parsed.data;
}
