import { describeError, isInterruption, LabError } from '../errors/lab-error.ts';
import type { EvidenceLevel } from '../evidence/level.ts';
import { evidenceFolder } from '../record/evidence-manifest.ts';
import { readRecord } from '../record/read-record.ts';
import type { Recorder } from '../record/recorder.ts';
import type { RunRecord } from '../record/run-record.ts';
import { evidenceBundle, nothingTaken, type Taken } from './evidence-bundle.ts';

/** A closed record as its folder has it, and what could not be added to it. */
export interface ClosedRecord {
  readonly record: RunRecord;
  readonly problems: readonly LabError[];
}

/** Closes the record of a complete run, and adds its evidence. */
export async function closeComplete(recorder: Recorder, level: EvidenceLevel, taken: Taken): Promise<ClosedRecord> {
  await recorder.close();
  recorder.update({ ended: 'complete' });
  return withEvidence(recorder, level, taken);
}

/** The same for a failed run: records what it can, even if the lists of events and samples broke off. */
export async function closeFailed(recorder: Recorder, level: EvidenceLevel, cause: unknown): Promise<ClosedRecord> {
  recorder.update({ ended: isInterruption(cause) ? 'interrupted' : 'failed', problem: describeError(cause) });
  await recorder[Symbol.asyncDispose]();
  return withEvidence(recorder, level, nothingTaken);
}

/** The record with its evidence, or without it if the evidence could not be assembled. */
function withEvidence(recorder: Recorder, level: EvidenceLevel, taken: Taken): ClosedRecord {
  const ran = readRecord(recorder.folder);
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
        : new LabError('could not assemble the evidence; please report it', { code: 'internal', cause: error });
    return { record: { ...ran, evidence: null }, problems: [problem] };
  }
}
