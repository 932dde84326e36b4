import type { Path } from '../../model/vocabulary.ts';

/** A colour of the style sheet as it is now: by day, at night or in print. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function pathColour(path: Path): string {
  return colour(`path-${path}`);
}
