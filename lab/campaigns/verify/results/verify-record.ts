import { z } from 'zod';
import { verdictSchema } from '../../../verdict/verdict-schema.ts';
import { affectedOf, answerTo, type FaultResult, figureOf, findingsOf, overall, questions, type VerifyResult } from './result.ts';

const verdict = verdictSchema.shape.verdict;

/** verify.json: the result of a folder, for other programs, and for the next verify of the folder to compare with. */
export const verifyRecordSchema = z.strictObject({
  schema: z.literal('wraplab/verify@1'),
  /** Absolute path of the folder that was verified. */
  folder: z.string(),
  server: z.strictObject({
    /** The server's id, or the reference of a custom image. */
    id: z.string(),
    /** Name and version as it ran; null if it never started. */
    version: z.string().nullable(),
  }),
  seed: z.number().int(),
  /** When verify began (ISO 8601, UTC). */
  startedAt: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  verdict,
  /** The files that were read, in the order of reading. */
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
  warnings: z.array(z.strictObject({ file: z.string(), line: z.number().int(), weight: z.enum(['warning', 'note']), text: z.string() })),
  assumed: z.array(z.string()),
  faults: z.array(
    z.strictObject({
      fault: z.string(),
      verdict,
      /** Why it is not a pass, which clients were affected, and findings besides; a sentence each. */
      reasons: z.array(z.string()),
      affected: z.array(z.string()),
      findings: z.array(z.string()),
      answers: z.array(
        z.strictObject({
          question: z.enum(questions.map(({ title }) => title)),
          /** Null if it was not asked. */
          answer: verdict.nullable(),
          /** The figures behind it, as the reports show them. */
          figure: z.string(),
        }),
      ),
      /** The folder of its run, seen from the folder of this file; null if there is none. */
      run: z.string().nullable(),
      seconds: z.number(),
    }),
  ),
});
export type VerifyRecord = Readonly<z.infer<typeof verifyRecordSchema>>;

/** What a result does not say about itself. */
type Circumstances = Pick<VerifyRecord, 'folder' | 'seed' | 'startedAt' | 'files'> & {
  readonly serverId: string;
  /** The path of a run's folder, seen from the folder of the record. */
  placeOf(run: string): string;
};

export function recordOf(result: VerifyResult, { folder, serverId, seed, startedAt, files, placeOf }: Circumstances): VerifyRecord {
  return {
    schema: 'wraplab/verify@1',
    folder,
    server: { id: serverId, version: result.faults.find(({ server }) => server !== null)?.server ?? null },
    seed,
    startedAt,
    verdict: overall(result),
    files: [...files],
    warnings: result.warnings.map(({ file, line, weight, text }) => ({ file, line, weight, text })),
    assumed: [...result.assumed],
    faults: result.faults.map((fault) => faultOf(fault, placeOf)),
  };
}

function faultOf(result: FaultResult, placeOf: Circumstances['placeOf']): VerifyRecord['faults'][number] {
  const { fault, verdict: reached, reasons, run, seconds } = result;
  return {
    fault,
    verdict: reached,
    reasons: [...reasons],
    affected: affectedOf(result),
    findings: findingsOf(result),
    answers: questions.map((question) => ({
      question: question.title,
      answer: answerTo(question, result),
      figure: figureOf(question, result),
    })),
    run: run === null ? null : placeOf(run),
    seconds,
  };
}
