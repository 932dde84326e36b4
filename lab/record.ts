import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { describeError, LabError, usageError } from './errors.ts';
import { eventSchema, type LabEvent } from './events.ts';
import { phases } from './paths.ts';
import { clockNs, type Sample, sampleSchema } from './samples.ts';
import { databaseHostSchema, scenarioSchema } from './scenario.ts';

const text = z.string();
const filesSchema = z.record(text, text);

/** What a run was: everything that is needed to understand and to judge it again. */
export const manifestSchema = z.strictObject({
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
});
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** A run as it stands in its folder. */
export interface RunRecord {
  readonly manifest: Manifest;
  readonly events: readonly LabEvent[];
  readonly samples: readonly Sample[];
}

/** Writes a run's folder while the run goes on. What has been written survives whatever happens to the lab. */
export class Recorder implements AsyncDisposable {
  readonly folder: string;
  #manifest: Manifest;
  readonly #events: WriteStream;
  readonly #samples: WriteStream;

  /** @throws LabError `usage` when the folder is there and not empty, or cannot be made. */
  constructor(folder: string, manifest: Manifest) {
    makeEmptyFolder(folder);
    this.folder = folder;
    this.#manifest = manifest;
    this.#events = createWriteStream(join(folder, 'events.jsonl'));
    this.#samples = createWriteStream(join(folder, 'samples.jsonl'));
    this.#writeManifest();
  }

  event(event: LabEvent): void {
    write(this.#events, event);
  }

  sample(sample: Sample): void {
    write(this.#samples, sample);
  }

  /** Changes what the manifest says. */
  update(change: Partial<Manifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
    this.#writeManifest();
  }

  /** Writes a file of text into the folder: a verdict, a report. */
  file(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of [this.#events, this.#samples]) {
      if (!stream.writableEnded) {
        stream.end();
        await finished(stream);
      }
    }
  }

  #writeManifest(): void {
    writeFileSync(join(this.folder, 'manifest.json'), `${JSON.stringify(this.#manifest, null, 2)}\n`);
  }
}

/** The hosts outlive the record, and may still have something to say when it is closed. */
function write(stream: WriteStream, entry: LabEvent | Sample): void {
  if (!stream.writableEnded) {
    stream.write(`${JSON.stringify(entry)}\n`);
  }
}

/** @throws LabError `usage` naming file and line, when the folder holds no run or a damaged one. */
export function readRecord(folder: string): RunRecord {
  const manifest = readPart(join(folder, 'manifest.json'), (content) => manifestSchema.parse(JSON.parse(content)));
  return {
    manifest,
    events: readLines(join(folder, 'events.jsonl'), eventSchema),
    samples: readLines(join(folder, 'samples.jsonl'), sampleSchema),
  };
}

function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  const lines = readPart(path, (content) => content.split('\n'));
  return lines.flatMap((line, index) => {
    // A lab that was killed may leave its last line unfinished.
    const unfinished = index === lines.length - 1;
    return unfinished ? [] : [readPart(`${path}:${index + 1}`, () => schema.parse(JSON.parse(line)), line)];
  });
}

function readPart<T>(place: string, parse: (content: string) => T, content?: string): T {
  try {
    return parse(content ?? readFileSync(place, 'utf8'));
  } catch (cause) {
    const said = cause instanceof z.ZodError ? z.prettifyError(cause) : describeError(cause);
    throw new LabError(`${place}: expected a run's record as this version writes it: ${said}`, {
      code: 'usage',
      hint: 'give the folder of a run',
      cause,
    });
  }
}

function makeEmptyFolder(folder: string): void {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw usageError([`expected a folder that is empty or not there, got ${folder}`], 'give another folder with --out');
    }
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    if (cause instanceof LabError) {
      throw cause;
    }
    throw new LabError(`cannot write a record to ${folder}`, { code: 'usage', hint: 'give another folder with --out', cause });
  }
}
