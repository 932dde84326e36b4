import type { z } from 'zod';
import { describeProblems } from '../errors/describe-problems.ts';
import { usageError } from '../errors/lab-error.ts';
import type { Wanted } from './read-bounded.ts';

/** Parses JSON from outside. @throws LabError `usage` with each problem as `PLACE: expected …, got …`. */
export function parseJson<T>(place: string, text: string, schema: z.ZodType<T>, wanted: Wanted): T {
  const parsed = schema.safeParse(plainData(place, text, wanted));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = describeProblems(JSON.parse(text), parsed.error).map((problem) => `${place}: ${problem}`);
  throw usageError([`${place}: expected ${wanted.what}, got something else`, ...problems], wanted.hint);
}

function plainData(place: string, text: string, { what, hint }: Wanted): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw usageError([`${place}: expected ${what}, got invalid JSON: ${said}`], hint);
  }
}
