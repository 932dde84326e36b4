import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { describeError } from '../errors/lab-error.ts';
import { printable } from '../text/printable.ts';

/**
 * Appends a Markdown file, if it exists, to the summary of a GitHub workflow, if there is one (GITHUB_STEP_SUMMARY). Problems are printed;
 * they do not change the verdict.
 */
export function addToStepSummary(file: string): void {
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary !== undefined && summary !== '' && existsSync(file)) {
    try {
      appendFileSync(summary, `${readFileSync(file, 'utf8')}\n`);
    } catch (error) {
      process.stderr.write(`wraplab: could not append to the summary of GITHUB_STEP_SUMMARY: ${printable(describeError(error))}\n`);
    }
  }
}
