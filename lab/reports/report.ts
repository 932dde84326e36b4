import type { BrowserCode } from '../bundling/report-page.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';

/** One form of a run's result: pure, from the record and its verdict to the text of one file. */
export interface Report {
  readonly id: string;
  /** The file in the run's folder. */
  readonly file: string;
  render(record: RunRecord, verdict: Verdict, browser: BrowserCode): string;
}
