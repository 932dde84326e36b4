import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stripVTControlCharacters } from 'node:util';
import { pack } from 'tar-stream';
import { LabError } from '../../errors/lab-error.ts';
import { engineLost } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label } from '../connection/labels.ts';
import { type Progress, secondsLeft } from '../connection/progress.ts';
import { removeStages } from './build-stages.ts';
import { type ContextFile, contextFiles, type ImageDefinition } from './image-definitions.ts';
import { progressStreamEnd } from './progress-stream.ts';

const tailLines = 25;

/**
 * Builds an image from its folder, and leaves nothing else. Builds use the host's network, because a private engine has no bridge. A build
 * that fails or is interrupted keeps its successful steps for the next one.
 *
 * @throws LabError `unavailable` with the command that failed and the last lines of its output.
 */
export async function buildImage(
  engine: Engine,
  image: ImageDefinition,
  base: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress.step(`${image.name}: building ${image.reference} (${image.typicalBuild} on 2 cores)`);
  const context = packContext(image);
  const response = await engine.docker.buildImage(context, {
    t: image.reference,
    buildargs: { BASE: base },
    networkmode: 'host',
    labels: { [label.image]: image.name },
    rm: true,
    forcerm: true,
    abortSignal: signal,
  });
  const output = new BuildOutput(image.name, progress);
  try {
    await progressStreamEnd(engine, response, (text) => output.take(text));
  } catch (error) {
    throw signal.aborted ? output.failure(error) : ((await engineLost(engine)) ?? output.failure(error));
  }
  await removeStages(engine, output.madeIds);
}

/** Reads the build's output: progress from step counts, the id of the image that each step made, and the last lines for an error. */
class BuildOutput {
  readonly madeIds: string[] = [];
  readonly #image: string;
  readonly #progress: Progress;
  readonly #tail: string[] = [];
  #command = 'the first step';
  #beganMs = 0;
  #stepText = '';

  constructor(image: string, progress: Progress) {
    this.#image = image;
    this.#progress = progress;
  }

  take(coloured: string): void {
    // The engine colours the error output of a step.
    const text = stripVTControlCharacters(coloured);
    for (const part of text
      .split('\n')
      .map((piece) => piece.trimEnd())
      .filter((piece) => piece !== '')) {
      this.#takeLine(part);
    }
  }

  failure(cause: unknown): LabError {
    return new LabError(`could not build the image ${this.#image}: ${this.#command} failed; its last lines:\n${this.#tail.join('\n')}`, {
      code: 'unavailable',
      hint: 'fix what the last lines name, and run the same command again; successful steps are kept',
      cause,
    });
  }

  #takeLine(line: string): void {
    const [, step] = /^Step \d+\/\d+ : (.*)$/.exec(line) ?? [];
    const [, madeId] = /^\s*--+> ([0-9a-f]{12,64})$/.exec(line) ?? [];
    const [, done, total] = /\[(\d+)\/(\d+)\]/.exec(line) ?? [];
    if (step !== undefined) {
      this.#command = step;
      this.#stepText = `${this.#image}: ${line.slice(0, 100)}`;
      this.#progress.step(this.#stepText);
    } else if (done !== undefined && total !== undefined) {
      this.#advance(Number(done), Number(total));
    }
    if (madeId !== undefined) {
      this.madeIds.push(madeId);
    }
    this.#tail.push(line);
    this.#tail.splice(0, this.#tail.length - tailLines);
  }

  #advance(done: number, total: number): void {
    if (done <= 1 || this.#beganMs === 0) {
      this.#beganMs = performance.now();
    }
    const elapsedSeconds = (performance.now() - this.#beganMs) / 1000;
    this.#progress.advance(`${this.#image}: compiling`, { done, total, secondsLeft: secondsLeft(done, total, elapsedSeconds) });
  }
}

function packContext(image: ImageDefinition): Readable {
  const archive = pack();
  const files: ContextFile[] = [...contextFiles(image.folder).map((name) => ({ name, path: join(image.folder, name) })), ...image.extra];
  const addAll = async (): Promise<void> => {
    for (const { name, path } of files) {
      const { size, mode } = statSync(path);
      await pipeline(createReadStream(path), archive.entry({ name, size, mode }));
    }
    archive.finalize();
  };
  addAll().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive);
}
