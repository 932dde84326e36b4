import type { Report } from './report.ts';

/** The smallest report: the verdict as it is, for programs. */
export const verdictJson = {
  id: 'verdict-json',
  file: 'verdict.json',
  render: (_record, verdict) => `${JSON.stringify(verdict, null, 2)}\n`,
} as const satisfies Report;
