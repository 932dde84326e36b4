import { distance } from 'fastest-levenshtein';

/** A word of three letters is within two of nearly every other. */
const shortWord = 3;
const letterPerError = 3;
/** Below this, too many names begin with the same letters. */
const shortestBeginning = 3;

/** `name` in quotes, with the nearest legal name if one is near enough to be meant. */
export function withNearest(name: string, legal: readonly string[]): string {
  const [nearest] = nearNames(name, legal);
  return nearest === undefined ? `"${name}"` : `"${name}" (did you mean "${nearest}"?)`;
}

/**
 * The legal names that `name` may stand for, nearest first: those with few letters wrong; if there are none, those of which
 * one is the beginning of the other, or a part of it between dashes.
 *
 * @param most how many at most. Default: 1.
 */
export function nearNames(name: string, legal: readonly string[], most = 1): string[] {
  const misspelt = legal
    .map((each) => ({ each, errors: errorsBetween(name, each) }))
    .filter(({ each, errors }) => errors <= allowedErrors(Math.min(name.length, each.length)))
    .toSorted((a, b) => a.errors - b.errors)
    .map(({ each }) => each);
  return (misspelt.length > 0 ? misspelt : legal.filter((each) => isPartOf(name, each) || isPartOf(each, name))).slice(0, most);
}

/** How many letters of a word may be wrong. */
function allowedErrors(length: number): number {
  return length <= shortWord ? 1 : Math.max(2, Math.floor(length / letterPerError));
}

/** Letters that are wrong, missing or too many. Two letters that have changed places count as one error in a short word. */
function errorsBetween(one: string, other: string): number {
  const errors = distance(one, other);
  return errors === 2 && one.length === other.length && [...one].toSorted().join() === [...other].toSorted().join() ? 1 : errors;
}

function isPartOf(name: string, whole: string): boolean {
  const bare = name.replace(/^-+/, '');
  return bare.length >= shortestBeginning && (whole.replace(/^-+/, '').startsWith(bare) || `-${whole}-`.includes(`-${bare}-`));
}
