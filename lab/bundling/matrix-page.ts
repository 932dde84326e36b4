import { bundleStyle, type PageStyle } from './page-style.ts';

/** What matrix.html contains: a style sheet, and no script. */
export function bundleMatrixStyle(): Promise<PageStyle> {
  return bundleStyle('matrix.css');
}
