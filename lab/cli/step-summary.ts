import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { describeError } from '../errors/lab-error.ts';
import { printable } from '../text/printable.ts';

/**
 * Where a GitHub workflow says where its summary is (GITHUB_STEP_SUMMARY), adds a Markdown file to it, if there is that file. The verdict
 * does not hang on it: what goes wrong is said, no more.
 */
export function addToStepSummary(file: string): void {
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary !== undefined && summary !== '' && existsSync(file)) {
    try {
      appendFileSync(summary, `${readFileSync(file, 'utf8')}\n`);
    } catch (error) {
      process.stderr.write(`wraplab: could not add to the summary of GITHUB_STEP_SUMMARY: ${printable(describeError(error))}\n`);
    }
  }
}
