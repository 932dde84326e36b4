import { describeError, isInterruption, LabError } from '../errors/lab-error.ts';
import type { EvidenceLevel } from '../evidence/level.ts';
import { evidenceFolder } from '../record/evidence-manifest.ts';
import { readRecord } from '../record/read-record.ts';
import type { Recorder } from '../record/recorder.ts';
import type { RunRecord } from '../record/run-record.ts';
import { makeEach } from '../reports/each.ts';
import { reports } from '../reports/index.ts';
import type { BrowserCode } from '../reports/report.ts';
import { judge, type Verdict } from '../verdict/verdict.ts';
import { evidenceBundle, nothingTaken, type Taken } from './evidence-bundle.ts';

/** What a record is concluded with. All of it is at hand before the run begins: of the lab's child processes none may be left afterwards. */
export interface ConclusionParts {
  readonly recorder: Recorder;
  readonly evidence: EvidenceLevel;
  readonly browser: BrowserCode;
}

/** A run's verdict, and what could not be made of the run beside it: a report, or its evidence. */
export interface Conclusion {
  readonly verdict: Verdict;
  readonly problems: readonly LabError[];
}

/** Closes the record of a run that is complete, judges it as it stands on disk, and adds evidence and reports. */
export async function conclude(parts: ConclusionParts, taken: Taken): Promise<Conclusion> {
  const { recorder } = parts;
  await recorder.close();
  recorder.update({ ended: 'complete' });
  return report(parts, taken);
}

/** The same for a run that failed: what can still be recorded, even where the lists of events and samples broke off. */
export async function concludeFailed(parts: ConclusionParts, cause: unknown): Promise<Conclusion> {
  const { recorder } = parts;
  recorder.update({ ended: isInterruption(cause) ? 'interrupted' : 'failed', problem: describeError(cause) });
  await recorder[Symbol.asyncDispose]();
  return report(parts, nothingTaken);
}

function report(parts: ConclusionParts, taken: Taken): Conclusion {
  const { recorder, browser } = parts;
  const { record, problems } = withEvidence(parts, readRecord(recorder.folder), taken);
  const verdict = judge(record);
  const made = makeEach(Object.fromEntries(reports.map(({ file, render }) => [file, () => render(record, verdict, browser)])));
  recorder.files(made.files);
  return { verdict, problems: [...problems, ...made.problems] };
}

/** The record with its evidence, as that is in the folder now; without it where it could not be put together. */
function withEvidence({ recorder, evidence: level }: ConclusionParts, ran: RunRecord, taken: Taken) {
  if (level === 'none') {
    return { record: { ...ran, evidence: null }, problems: [] };
  }
  try {
    const { files, manifest } = evidenceBundle(ran, level, taken);
    recorder.files(Object.fromEntries([...files].map(([name, content]) => [`${evidenceFolder}/${name}`, content])));
    return { record: { ...ran, evidence: manifest }, problems: [] };
  } catch (error) {
    const problem =
      error instanceof LabError
        ? error
        : new LabError('could not put the evidence together; please report it', { code: 'internal', cause: error });
    return { record: { ...ran, evidence: null }, problems: [problem] };
  }
}
