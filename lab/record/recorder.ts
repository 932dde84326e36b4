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
 * Writes a run's folder while the run goes on. What has been written survives a crash of the lab or a full disk: a new version of a file
 * replaces the old one only once it is complete.
 */
export class Recorder implements AsyncDisposable {
  readonly folder: string;
  #manifest: Manifest;
  readonly #events: WriteStream;
  readonly #samples: WriteStream;
  #problem: LabError | undefined;
  /** Rejects when the record can no longer be written. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  /** @throws LabError `usage` if the folder exists and is not empty, or cannot be written to. */
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

  /** Changes the manifest. @throws LabError `internal` if it cannot be written. */
  update(change: Partial<Manifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
    this.files({ 'manifest.json': manifestText(this.#manifest) });
  }

  /** Writes files into the run's folder or folders below it: all of them or none. @throws LabError `internal` if that fails. */
  files(contents: Readonly<Record<string, string | Buffer>>): void {
    writeRunFiles(this.folder, contents);
  }

  /** Closes the files of events and samples. @throws LabError `internal` if they are incomplete. */
  async close(): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.#problem !== undefined) {
      throw this.#problem;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of [this.#events, this.#samples]) {
      stream.end();
      // A failure here has been noted already.
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

/** Writes files into the folder of a run: all of them or none. @throws LabError `internal` if that fails. */
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
    hint: 'check the disk, or choose another folder with --out; the files in the folder are unchanged',
    cause,
  });
}

/** The hosts outlive the record, and may still send something after it is closed. */
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
