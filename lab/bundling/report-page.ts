import { digest, rollForBrowser } from './roll.ts';

/** The program and the style sheet that a report for a browser carries inside it. */
export interface BrowserCode {
  readonly script: string;
  readonly style: string;
  /** Digests as a Content-Security-Policy names them: nothing else in the page may run, whatever a server put into its log. */
  readonly scriptDigest: string;
  readonly styleDigest: string;
}

let bundle: Promise<BrowserCode> | undefined;

/** What a report carries for the browser: lab/reports/page with its chart library, in one script and one style sheet; rolled once a process. */
export function bundlePage(): Promise<BrowserCode> {
  bundle ??= rollPage();
  return bundle;
}

async function rollPage(): Promise<BrowserCode> {
  const [script = '', style = ''] = await rollForBrowser(['show-charts.ts', 'style.css']);
  return { script, style, scriptDigest: digest(script), styleDigest: digest(style) };
}
