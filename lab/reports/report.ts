import type { RunRecord } from '../record.ts';
import type { Verdict } from '../verdict.ts';

/** One form of a run's result: pure, from the record and its verdict to the text of one file. */
export interface Report {
  readonly id: string;
  /** The file in the run's folder. */
  readonly file: string;
  render(record: RunRecord, verdict: Verdict): string;
}
