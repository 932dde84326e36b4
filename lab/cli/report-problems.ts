import { describeError, type LabError } from '../errors/lab-error.ts';
import { printable } from '../text/printable.ts';

/** Prints what could not be made for a folder, such as one of its reports. It does not change the verdict. */
export function sayProblems(folder: string, problems: readonly LabError[]): void {
  for (const problem of problems) {
    process.stderr.write(`${printable(`${folder}: ${describeError(problem)}`).replace(/^/gm, 'wraplab: ')}\n`);
  }
}
