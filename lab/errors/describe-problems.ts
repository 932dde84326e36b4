import type { z } from 'zod';
import { withNearest } from './near-names.ts';

/**
 * Every problem that zod found in a value, one a line: place, what was expected, what came, and the nearest legal value.
 *
 * @param legalAt the keys or values that are legal at a place, for issues in which the schema does not list them.
 */
export function describeProblems(...[value, error, legalAt]: Parameters<typeof problemsIn>): string[] {
  return problemsIn(value, error, legalAt).map(({ text }) => text);
}

/** A problem in words, and the path of the value or the key that is wrong. */
interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** Like `describeProblems`, with the path of each problem. */
export function problemsIn(
  value: unknown,
  error: z.ZodError,
  legalAt: (path: readonly PropertyKey[]) => readonly string[] = () => [],
): PlacedProblem[] {
  return innermostIssues(error.issues).flatMap((issue) => {
    const { path } = issue;
    const place = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: `${place}expected no other keys, got ${withNearest(key, legalAt(path))}`,
      }));
    }
    return [{ path, text: `${place}${inWords(issue, valueAt(value, path), legalAt(path))}` }];
  });
}

function inWords(issue: z.core.$ZodIssue, came: unknown, legal: readonly string[]): string {
  switch (issue.code) {
    case 'invalid_value': {
      const values = issue.values.map(String);
      return `expected one of ${values.join(', ')}; got ${typeof came === 'string' ? withNearest(came, values) : show(came)}`;
    }
    case 'invalid_union': {
      const got = typeof came === 'string' ? withNearest(came, legal) : show(came);
      return `expected ${legal.length === 0 ? 'one of the allowed forms' : `one of ${legal.join(', ')}`}; got ${got}`;
    }
    case 'custom':
      return `expected ${issue.message.replace(/^expected /, '')}${issue.message.includes('got ') ? '' : `, got ${show(came)}`}`;
    case 'invalid_format':
      return `expected ${issue.message}, got ${show(came)}`;
    default:
      return `${issue.message.replace(/^(Invalid input|Too big|Too small): /, '').replace(/, received \w+$/, '')}, got ${show(came)}`;
  }
}

/** Replaces the issue "none of these forms" by the issues within the form that the value has, if that can be told. */
export function innermostIssues(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    const meant = issue.code === 'invalid_union' ? formMeant(issue.errors) : undefined;
    return meant === undefined ? [issue] : innermostIssues(meant.map((each) => ({ ...each, path: [...issue.path, ...each.path] })));
  });
}

/** The issues of the only form whose type the value has; undefined if several forms have it, or none. */
function formMeant(errors: readonly (readonly z.core.$ZodIssue[])[]): z.core.$ZodIssue[] | undefined {
  const [meant, ...others] = errors.filter((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
  return others.length === 0 && meant !== undefined ? [...meant] : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (typeof current === 'object' && current !== null ? (current as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function show(value: unknown): string {
  const text = asJson(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** A module may export values that JSON cannot express: functions, big integers, circles. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? (value === undefined ? 'nothing' : `a ${typeof value}`);
  } catch {
    return `a ${typeof value} that cannot be written as JSON`;
  }
}
