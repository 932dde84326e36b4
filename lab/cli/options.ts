import { parseArgs } from 'node:util';
import { z } from 'zod';
import { usageError } from '../errors/lab-error.ts';
import { withNearest } from '../errors/near-names.ts';
import type { GivenOptions } from '../process/command-line.ts';
import { givenPath } from './given-path.ts';

/** One option of a command. */
export interface Option<Value = unknown> {
  /** What the option takes, for help; empty for a switch. */
  readonly takes: string;
  /** One sentence, with the default. */
  readonly help: string;
  /** From the text on the command line to the value; a switch has none. */
  readonly value: z.ZodType<Value>;
  /** Whether it is a path, which starts in the folder where the user stands. Default: no. */
  readonly isPath?: true;
}

export type Options = Readonly<Record<string, Option>>;
export type Values<O extends Options> = { readonly [Name in keyof O]?: z.infer<O[Name]['value']> };

export const flag = z.literal(true);

/** A whole number between `from` and `to` written in digits. */
export function wholeNumber(from: number, to: number) {
  return z
    .string()
    .regex(/^-?\d+$/, `a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `a whole number from ${from} to ${to}`);
}

/** A number between `from` and `to`. */
export function decimalNumber(from: number, to: number) {
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, `a number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `a number from ${from} to ${to}`);
}

export interface Parsed<O extends Options> {
  readonly values: Values<O>;
  /** The options as typed, but with absolute paths, to print a command line with the same settings. */
  readonly given: GivenOptions;
  readonly positionals: readonly string[];
}

/** Reads a command line. @throws LabError `usage` with every problem. */
export function parseOptions<const O extends Options>(options: O, args: readonly string[]): Parsed<O> {
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { takes }]) => [name, { type: takes === '' ? 'boolean' : 'string' } as const]),
  );
  const { tokens, positionals } = parseArgs({ args: [...args], options: known, strict: false, allowPositionals: true, tokens: true });
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  const given: Record<string, string | true> = {};
  for (const token of tokens.flatMap((any) => (any.kind === 'option' ? [any] : []))) {
    const option = options[token.name];
    if (option === undefined) {
      problems.push(
        `expected an option of this command, got ${withNearest(
          token.rawName,
          Object.keys(options).map((name) => `--${name}`),
        )}`,
      );
    } else if (token.name in values) {
      problems.push(`${token.rawName}: expected at most once, got it again`);
    } else if (option.takes === '' && token.value !== undefined) {
      problems.push(`${token.rawName}: expected no value, got "${token.value}"`);
    } else if (option.takes !== '' && token.value === undefined) {
      problems.push(`${token.rawName}: expected a value (${option.takes}), got none`);
    } else {
      const text = option.isPath === true && token.value !== undefined && token.value !== '' ? givenPath(token.value) : token.value;
      readValue(option, token.rawName, text, problems, (value) => {
        values[token.name] = value;
        given[token.name] = text ?? true;
      });
    }
  }
  if (problems.length > 0) {
    throw usageError(problems, 'add --help to see the options');
  }
  // Each value went through the schema of its own option.
  return { values: values as Values<O>, given, positionals };
}

/** Help for a command, from its options. */
export function describeOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, { takes, help }]) => [`  --${name}${takes === '' ? '' : ` ${takes}`}`, help] as const);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `${left.padEnd(width)}  ${help}`).join('\n');
}

function readValue(option: Option, name: string, text: string | undefined, problems: string[], accept: (value: unknown) => void): void {
  const parsed = option.value.safeParse(text ?? true);
  if (parsed.success) {
    accept(parsed.data);
    return;
  }
  for (const issue of parsed.error.issues) {
    const expected = issue.code === 'invalid_value' ? `one of ${issue.values.join(', ')}` : issue.message;
    const got = issue.code === 'invalid_value' ? withNearest(String(text), issue.values.map(String)) : `"${text}"`;
    problems.push(`${name}: expected ${expected}; got ${got}`);
  }
}
