import { describeError, type LabError } from '../errors/lab-error.ts';
import { printable } from '../text/printable.ts';

/** Says what could not be made in a folder, such as one of its reports; the verdict does not hang on it. */
export function sayProblems(folder: string, problems: readonly LabError[]): void {
  for (const problem of problems) {
    process.stderr.write(`${printable(`${folder}: ${describeError(problem)}`).replace(/^/gm, 'wraplab: ')}\n`);
  }
}
