import { usageError } from '../errors/lab-error.ts';
import { withNearest } from '../errors/near-names.ts';
import { type Expectation, type Limit, limitSchema } from '../model/expectation.ts';

/** Limits that replace a run's own, by the id of their expectation. The relation (at least, at most, is) stays. */
export type OtherLimits = ReadonlyMap<string, Limit | string>;

/** Relative forms of a limit, such as timesBaseline. */
const relativeForms = limitSchema.options.flatMap((option) => ('shape' in option ? (Object.keys(option.shape)[0] ?? []) : []));

/**
 * Checks limits from the command line or a file. Each is a number, a relative limit as in a scenario, or a text if the expectation compares
 * a text.
 *
 * @throws LabError `usage` with every problem: unknown ids, with the nearest known one, and values that are not limits.
 */
export function otherLimits(given: Readonly<Record<string, unknown>>, expectations: readonly Expectation[]): OtherLimits {
  const problems: string[] = [];
  const limits = new Map<string, Limit | string>();
  const ids = expectations.map(({ id }) => id);
  for (const [id, value] of Object.entries(given)) {
    const expectation = expectations.find((each) => each.id === id);
    const limit = expectation === undefined ? undefined : limitFor(expectation, value);
    if (expectation === undefined) {
      problems.push(`expected the id of an expectation of this run (${ids.join(', ')}), got ${near(id, ids)}`);
    } else if (limit === undefined) {
      problems.push(`${id}: expected ${legalFor(expectation)}; got ${JSON.stringify(value) ?? 'nothing'}${nearestForm(value)}`);
    } else {
      limits.set(id, limit);
    }
  }
  if (problems.length > 0) {
    throw usageError(problems, '"npm run analyze -- FOLDER --json" shows the ids of a run’s expectations');
  }
  return limits;
}

/** A truncated id matches every id that begins with it. */
function near(id: string, ids: readonly string[]): string {
  const longer = ids.filter((each) => each.startsWith(`${id}-`));
  return longer.length === 0 ? withNearest(id, ids) : `"${id}" (did you mean ${longer.map((each) => `"${each}"`).join(' or ')}?)`;
}

/** The expectation with another limit. */
export function withLimit(expectation: Expectation, limit: Limit | string): Expectation {
  if (typeof limit === 'string') {
    return { ...expectation, is: limit };
  }
  return expectation.atLeast === undefined ? { ...expectation, atMost: limit } : { ...expectation, atLeast: limit };
}

function limitFor({ is }: Expectation, value: unknown): Limit | string | undefined {
  if (is !== undefined) {
    return typeof value === 'object' ? undefined : String(value);
  }
  const parsed = limitSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function legalFor({ is }: Expectation): string {
  return is === undefined ? `a number or a relative limit (${relativeForms.join(', ')}; timesBaseline may have a floor)` : 'a text';
}

function nearestForm(value: unknown): string {
  const [key] = typeof value === 'object' && value !== null ? Object.keys(value).filter((each) => !relativeForms.includes(each)) : [];
  const nearest = key === undefined ? '' : withNearest(key, [...relativeForms, 'floor']);
  return nearest.includes('did you mean') ? `: ${nearest}` : '';
}
