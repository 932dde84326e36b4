import { jsonText } from '../text/json-text.ts';
import type { Report } from './report.ts';

/** The smallest report: the verdict itself, for programs. */
export const verdictJson = {
  id: 'verdict-json',
  title: 'programs: the verdict, every expectation and the figures of each phase, as JSON',
  file: 'verdict.json',
  render: (_record, verdict) => jsonText(verdict),
} as const satisfies Report;
