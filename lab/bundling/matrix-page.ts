import { digest, rollForBrowser } from './roll.ts';

/** The style sheet that matrix.html carries inside it, and its digest as a Content-Security-Policy names it. */
export interface PageStyle {
  readonly style: string;
  readonly styleDigest: string;
}

let bundle: Promise<PageStyle> | undefined;

/** What matrix.html carries: a style sheet, and no script; rolled once a process. */
export function bundleMatrixStyle(): Promise<PageStyle> {
  bundle ??= rollMatrixStyle();
  return bundle;
}

async function rollMatrixStyle(): Promise<PageStyle> {
  const [style = ''] = await rollForBrowser(['matrix.css']);
  return { style, styleDigest: digest(style) };
}
