import type { Path } from '../../model/vocabulary.ts';

/** A colour of the style sheet in the current scheme: light, dark or print. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function pathColour(path: Path): string {
  return colour(`path-${path}`);
}
