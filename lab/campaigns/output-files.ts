import { LabError } from '../errors/lab-error.ts';
import { replaceFiles } from '../files/replace-atomically.ts';
import { makeEach } from '../reports/each.ts';

/** Writes reports into a folder that the command line named; returns what went wrong with those that could not be made. @throws LabError `usage` */
export function writeReports(folder: string, reports: Readonly<Record<string, () => string>>): readonly LabError[] {
  const { files, problems } = makeEach(reports);
  writeOutputFiles(folder, files);
  return problems;
}

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
