import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { LabError } from '../errors/lab-error.ts';
import { replaceFiles } from '../files/replace-atomically.ts';
import { takeFolder } from '../files/unused-folder.ts';
import type { LabEvent } from './events.ts';
import type { Manifest } from './manifest.ts';
import type { Sample } from './samples.ts';

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
    writeRunFiles(this.folder, contents);
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

/** Writes files into the folder of a run, all of them or none. @throws LabError `internal` when that fails. */
export function writeRunFiles(folder: string, contents: Readonly<Record<string, string | Buffer>>): void {
  try {
    replaceFiles(folder, contents);
  } catch (cause) {
    throw notWritten(folder, Object.keys(contents).join(', '), cause);
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

function beginFolder(folder: string, manifest: Manifest): void {
  takeFolder(folder);
  try {
    replaceFiles(folder, { 'manifest.json': manifestText(manifest) });
  } catch (cause) {
    throw new LabError(`cannot write a record to ${folder}`, { code: 'usage', hint: 'give another folder with --out', cause });
  }
}
