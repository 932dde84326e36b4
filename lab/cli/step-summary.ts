import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Where a GitHub workflow says where its summary is (GITHUB_STEP_SUMMARY), adds a Markdown file to it, if there is that file. */
export function addToStepSummary(file: string): void {
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary !== undefined && summary !== '' && existsSync(file)) {
    appendFileSync(summary, `${readFileSync(file, 'utf8')}\n`);
  }
}
