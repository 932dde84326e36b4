import { bundleForBrowser, digest } from './browser-bundle.ts';

/** The style sheet inside a page without a script, and its digest for the Content-Security-Policy. */
export interface PageStyle {
  readonly style: string;
  readonly styleDigest: string;
}

const bundles = new Map<string, Promise<PageStyle>>();

/** A style sheet of lab/reports/page with all that it imports. Bundled once per process. */
export function bundleStyle(name: string): Promise<PageStyle> {
  const bundle = bundles.get(name) ?? build(name);
  bundles.set(name, bundle);
  return bundle;
}

async function build(name: string): Promise<PageStyle> {
  const [style = ''] = await bundleForBrowser([name]);
  return { style, styleDigest: digest(style) };
}
