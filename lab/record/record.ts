import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { phaseWindows } from '../plan/arrivals.ts';
import { LabError } from '../errors/errors.ts';
import { eventSchema, type LabEvent } from './events.ts';
import { type EvidenceManifest, evidenceFolder, evidenceManifestFile, evidenceManifestSchema } from './evidence-manifest.ts';
import { parseJson } from '../files/read-json.ts';
import { readGivenText } from '../files/read-bounded.ts';
import { phases } from '../model/vocabulary.ts';
import { clockNs, type Sample, sampleSchema } from './samples.ts';
import { databaseHostSchema, scenarioSchema } from '../scenario/schema.ts';
import { takeFolder } from '../files/unused-folder.ts';
import { replaceFiles } from '../files/replace-atomically.ts';

const text = z.string();
const filesSchema = z.record(text, text);

/** What a run was: everything that is needed to understand and to judge it again. */
export const manifestSchema = z
  .strictObject({
    schema: z.literal('wraplab/manifest@1'),
    runId: text,
    scenarioName: text,
    /** As resolved: with defaults and with what the command line changed. */
    scenario: scenarioSchema,
    seed: z.number().int(),
    /** The database host after the fixes; and as files (see host-as-files.ts) before them. */
    host: databaseHostSchema,
    filesBeforeFixes: filesSchema,
    references: z.strictObject({ injectedDelayMs: z.number(), resolverGivesUpMs: z.number() }),
    clients: z.array(z.strictObject({ name: text, address: text })),
    /** The server as it ran; null when it did not come that far. */
    server: z
      .strictObject({
        id: text,
        daemon: text,
        port: z.number(),
        version: text,
        libwrap: z.boolean(),
        libwrapMaps: z.array(text),
        ldd: text,
        /** Source package and version that the image's server was compiled from; none where the image does not say. */
        source: text.exactOptional(),
        variables: filesSchema,
      })
      .nullable(),
    /** Beginning of the run on the monotonic clock; null when it did not begin. */
    startNs: clockNs.nullable(),
    windows: z.strictObject(
      Object.fromEntries(phases.map((phase) => [phase, z.strictObject({ startMs: z.number(), endMs: z.number() })])) as Record<
        (typeof phases)[number],
        z.ZodObject<{ startMs: z.ZodNumber; endMs: z.ZodNumber }>
      >,
    ),
    versions: z.strictObject({ wraplab: text, node: text, engine: text, kernel: text }),
    images: z.record(text, z.strictObject({ reference: text, id: text })),
    gitCommit: text.nullable(),
    command: z.array(text),
    startedAt: z.iso.datetime(),
    /** How it ended; a run whose lab was killed stays `running`. */
    ended: z.enum(['running', 'complete', 'interrupted', 'failed']),
    /** Why it failed or was interrupted. */
    problem: text.nullable(),
  })
  .refine(({ scenario: { timeline }, windows }) => isDeepStrictEqual(phaseWindows(timeline), windows), {
    message: 'the windows of its timeline',
    path: ['windows'],
  });
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** A run as it stands in its folder. */
export interface RunRecord {
  readonly manifest: Manifest;
  readonly events: readonly LabEvent[];
  readonly samples: readonly Sample[];
  /** What the run has of evidence; null where it has none. */
  readonly evidence: EvidenceManifest | null;
}

/**
 * Writes a run's folder while the run goes on. What has been written survives whatever happens to the lab, or to the disk: a file that
 * is written anew takes the place of the old one when it is whole.
 */
export class Recorder implements AsyncDisposable {
  readonly folder: string;
  #manifest: Manifest;
  readonly #events: WriteStream;
  readonly #samples: WriteStream;
  #problem: LabError | undefined;
  /** Rejects when the record cannot be written any more. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  /** @throws LabError `usage` when the folder is there and not empty, or cannot be written to. */
  constructor(folder: string, manifest: Manifest) {
    beginFolder(folder, manifest);
    this.folder = folder;
    this.#manifest = manifest;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    promise.catch(() => undefined);
    this.#fail = reject;
    this.#events = this.#open('events.jsonl');
    this.#samples = this.#open('samples.jsonl');
  }

  event(event: LabEvent): void {
    write(this.#events, event);
  }

  sample(sample: Sample): void {
    write(this.#samples, sample);
  }

  /** Changes what the manifest says. @throws LabError `internal` when it cannot be written. */
  update(change: Partial<Manifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
    this.files({ 'manifest.json': manifestText(this.#manifest) });
  }

  /** Writes files into the folder, or into folders in it, such as reports and evidence: all of them or none. @throws LabError `internal` when that fails. */
  files(contents: Readonly<Record<string, string | Buffer>>): void {
    try {
      replaceFiles(this.folder, contents);
    } catch (cause) {
      throw notWritten(this.folder, Object.keys(contents).join(', '), cause);
    }
  }

  /** Ends the lists of events and samples. @throws LabError `internal` when they are not whole. */
  async close(): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.#problem !== undefined) {
      throw this.#problem;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of [this.#events, this.#samples]) {
      stream.end();
      // What fails here has been noted.
      await finished(stream).catch(() => undefined);
    }
  }

  #open(name: string): WriteStream {
    return createWriteStream(join(this.folder, name)).on('error', (cause) => {
      this.#problem ??= notWritten(this.folder, name, cause);
      this.#fail(this.#problem);
    });
  }
}

function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function notWritten(folder: string, name: string, cause: unknown): LabError {
  return new LabError(`could not write the record of the run in ${folder} (${name})`, {
    code: 'internal',
    hint: 'see to the disk, or give a folder on another one with --out; what is in the folder stays as it was',
    cause,
  });
}

/** The hosts outlive the record, and may still have something to say when it is closed. */
function write(stream: WriteStream, entry: LabEvent | Sample): void {
  if (!stream.writableEnded && !stream.destroyed) {
    stream.write(`${JSON.stringify(entry)}\n`);
  }
}

const wanted = {
  what: 'a run’s record as this version writes it',
  hint: 'give the folder of a run; "npm run analyze -- FOLDER" lists those below a folder',
  // 100,000 connects have 40 MB; a text can have twice as much as this at most.
  largestBytes: 256 * 1024 * 1024,
};

/** @throws LabError `usage` naming file and line, when the folder holds no run or a damaged one. */
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

function beginFolder(folder: string, manifest: Manifest): void {
  takeFolder(folder);
  try {
    replaceFiles(folder, { 'manifest.json': manifestText(manifest) });
  } catch (cause) {
    throw new LabError(`cannot write a record to ${folder}`, { code: 'usage', hint: 'give another folder with --out', cause });
  }
}
