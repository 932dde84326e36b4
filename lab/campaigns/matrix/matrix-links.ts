import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { page } from '../../reports/html/report-html.ts';
import type { Cell } from './grid/answers.ts';

/** The link from a page in `folder` to the report of a cell's run; null if the run is unknown or has no report. */
export function reportBelow(folder: string): (cell: Pick<Cell, 'run'>) => string | null {
  return ({ run }) =>
    run === null || !existsSync(join(folder, run, page.file)) ? null : [...run.split('/'), page.file].map(encodeURIComponent).join('/');
}
