import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readGivenText } from '../files/read-bounded.ts';
import { parseJson } from '../files/read-json.ts';
import { eventSchema } from './events.ts';
import { evidenceFolder, evidenceManifestFile, evidenceManifestSchema } from './evidence-manifest.ts';
import { manifestSchema } from './manifest.ts';
import type { RunRecord } from './run-record.ts';
import { sampleSchema } from './samples.ts';

const wanted = {
  what: 'a run’s record as this version writes it',
  hint: 'give the folder of a run; "npm run analyze -- FOLDER" lists those below a folder',
  // 100,000 connects take 40 MB. A JavaScript string holds at most about twice this limit.
  largestBytes: 256 * 1024 * 1024,
};

/** @throws LabError `usage` naming file and line, if the folder holds no run or a damaged one. */
export function readRecord(folder: string): RunRecord {
  const manifest = readFile(join(folder, 'manifest.json'), manifestSchema);
  const evidence = join(folder, evidenceFolder, evidenceManifestFile);
  return {
    manifest,
    events: readLines(join(folder, 'events.jsonl'), eventSchema),
    samples: readLines(join(folder, 'samples.jsonl'), sampleSchema),
    evidence: existsSync(evidence) ? readFile(evidence, evidenceManifestSchema) : null,
  };
}

function readFile<T>(path: string, schema: z.ZodType<T>): T {
  return parseJson(path, readGivenText(path, wanted), schema, wanted);
}

function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  const lines = readGivenText(path, wanted).split('\n');
  // A lab that was killed may leave its last line unfinished.
  return lines.slice(0, -1).map((line, index) => parseJson(`${path}:${index + 1}`, line, schema, wanted));
}
