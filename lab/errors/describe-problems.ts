import type { z } from 'zod';
import { withNearest } from './near-names.ts';

/**
 * Every problem that zod found in a value, one a line: place, what was expected, what came, and the nearest legal value.
 *
 * @param legalAt the keys or values that are legal at a place, for issues in which the schema does not list them.
 */
export function describeProblems(
  value: unknown,
  error: z.ZodError,
  legalAt: (path: readonly PropertyKey[]) => readonly string[] = () => [],
): string[] {
  return innermostIssues(error.issues).flatMap((issue) => {
    const place = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
    const came = valueAt(value, issue.path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => `${place}expected no other keys, got ${withNearest(key, legalAt(issue.path))}`);
      case 'invalid_value':
        return [
          `${place}expected one of ${issue.values.map(String).join(', ')}; got ${typeof came === 'string' ? withNearest(came, issue.values.map(String)) : show(came)}`,
        ];
      case 'invalid_union': {
        const legal = legalAt(issue.path);
        const got = typeof came === 'string' ? withNearest(came, legal) : show(came);
        return [`${place}expected ${legal.length === 0 ? 'one of the allowed forms' : `one of ${legal.join(', ')}`}; got ${got}`];
      }
      case 'custom':
        return [
          `${place}expected ${issue.message.replace(/^expected /, '')}${issue.message.includes('got ') ? '' : `, got ${show(came)}`}`,
        ];
      case 'invalid_format':
        return [`${place}expected ${issue.message}, got ${show(came)}`];
      default:
        return [
          `${place}${issue.message.replace(/^(Invalid input|Too big|Too small): /, '').replace(/, received \w+$/, '')}, got ${show(came)}`,
        ];
    }
  });
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
