import { mkdirSync } from 'node:fs';
import { LabError } from '../errors.ts';
import { replaceFiles } from '../whole-files.ts';

/** Makes a folder that the command line named, so that one which cannot be had is known before anything runs. @throws LabError `usage` */
export function makeOutputFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw notWritable(folder, cause);
  }
}

/** Writes files into such a folder, all of them or none. @throws LabError `usage` */
export function writeOutputFiles(folder: string, contents: Readonly<Record<string, string>>): void {
  try {
    replaceFiles(folder, contents);
  } catch (cause) {
    throw notWritable(folder, cause);
  }
}

function notWritable(folder: string, cause: unknown): LabError {
  return new LabError(`expected a folder that can be written to, got ${folder}`, { code: 'usage', hint: 'give another one', cause });
}
