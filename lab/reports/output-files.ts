import { LabError } from '../errors/lab-error.ts';
import { replaceFiles } from '../files/replace-atomically.ts';
import { makeEach } from './each.ts';
import { sayProblems } from './report-problems.ts';

/** Writes reports into a folder that the command line named. One that cannot be made does not take the others along: that is said. @throws LabError `usage` */
export function writeReports(folder: string, reports: Readonly<Record<string, () => string>>): void {
  const { files, problems } = makeEach(reports);
  writeOutputFiles(folder, files);
  sayProblems(folder, problems);
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
