import type { RunRecord } from '../record/run-record.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** The program and the style sheet that a report for a browser carries inside it; lab/bundling/report-page.ts rolls them. */
export interface BrowserCode {
  readonly script: string;
  readonly style: string;
  /** Digests as a Content-Security-Policy names them: nothing else in the page may run, whatever a server put into its log. */
  readonly scriptDigest: string;
  readonly styleDigest: string;
}

/** One form of a run's result: pure, from the record and its verdict to the text of one file. */
export interface Report {
  readonly id: string;
  /** The file in the run's folder. */
  readonly file: string;
  render(record: RunRecord, verdict: Verdict, browser: BrowserCode): string;
}
