import { LabError } from '../errors.ts';
import { replaceFiles } from '../whole-files.ts';

/** Writes files into a folder that the command line named, all of them or none. @throws LabError `usage` */
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
