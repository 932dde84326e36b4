import { page } from './html/report-html.ts';
import { junit } from './junit.ts';
import type { Report } from './report.ts';
import { summary } from './summary.ts';
import { terminal } from './terminal.ts';
import { verdictJson } from './verdict-json.ts';

/** Every report that goes into a run's folder. A new report is a file beside this one and a word here. */
export const reports: readonly Report[] = [verdictJson, terminal, page, junit, summary];
