import { bundleForBrowser, digest } from './browser-bundle.ts';

/** The script and the style sheet inside a report for a browser. */
export interface BrowserCode {
  readonly script: string;
  readonly style: string;
  /** Digests for the Content-Security-Policy: nothing else in the page may run, whatever a server wrote into its log. */
  readonly scriptDigest: string;
  readonly styleDigest: string;
}

let bundle: Promise<BrowserCode> | undefined;

/** The browser part of a report: lab/reports/page with its chart library, in one script and one style sheet. Bundled once per process. */
export function bundlePage(): Promise<BrowserCode> {
  bundle ??= build();
  return bundle;
}

async function build(): Promise<BrowserCode> {
  const [script = '', style = ''] = await bundleForBrowser(['show-charts.ts', 'style.css']);
  return { script, style, scriptDigest: digest(script), styleDigest: digest(style) };
}
