import { LabError } from '../errors/lab-error.ts';
import { replaceFiles } from '../files/replace-atomically.ts';
import { makeEach } from '../reports/each.ts';

/** Writes reports into a folder given on the command line; returns an error for each report that could not be made. @throws LabError `usage` */
export function writeReports(folder: string, reports: Readonly<Record<string, () => string>>): readonly LabError[] {
  const { files, problems } = makeEach(reports);
  writeOutputFiles(folder, files);
  return problems;
}

/** Writes all files, or none, into a folder given on the command line. @throws LabError `usage` */
export function writeOutputFiles(folder: string, contents: Readonly<Record<string, string>>): void {
  try {
    replaceFiles(folder, contents);
  } catch (cause) {
    throw notWritable(folder, cause);
  }
}

function notWritable(folder: string, cause: unknown): LabError {
  return new LabError(`expected a writable folder, got ${folder}`, { code: 'usage', hint: 'choose another folder', cause });
}
