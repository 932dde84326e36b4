import { bundleForBrowser, digest } from './browser-bundle.ts';

/** The style sheet inside matrix.html, and its digest for the Content-Security-Policy. */
export interface PageStyle {
  readonly style: string;
  readonly styleDigest: string;
}

let bundle: Promise<PageStyle> | undefined;

/** What matrix.html contains: a style sheet, and no script. Bundled once per process. */
export function bundleMatrixStyle(): Promise<PageStyle> {
  bundle ??= build();
  return bundle;
}

async function build(): Promise<PageStyle> {
  const [style = ''] = await bundleForBrowser(['matrix.css']);
  return { style, styleDigest: digest(style) };
}
