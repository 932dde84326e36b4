import type { BrowserCode } from '../bundling/report-page.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import type { MatrixRemedies } from './remedies.ts';

/** One form of a run's result. Pure: the text of one file follows from the record and its verdict. */
export interface Report {
  readonly id: string;
  /** Whom the file is for, and what it shows: one line for lists. */
  readonly title: string;
  /** Name of the file in the run's folder. */
  readonly file: string;
  /** @param matrices what is known about remedies. Default: nothing. */
  render(record: RunRecord, verdict: Verdict, browser: BrowserCode, matrices?: readonly MatrixRemedies[]): string;
}
