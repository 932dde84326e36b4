import { bundleStyle, type PageStyle } from './page-style.ts';

/** What the index.html of `verify` contains: a style sheet, and no script. */
export function bundleVerifyStyle(): Promise<PageStyle> {
  return bundleStyle('verify.css');
}
