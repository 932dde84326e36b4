import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { page } from '../../reports/html/report-html.ts';
import type { Cell } from './grid/answers.ts';

/** Where the report of a cell's run is, as a page in `folder` links to it; null where the run is not known, or has no report there. */
export function reportBelow(folder: string): (cell: Pick<Cell, 'run'>) => string | null {
  return ({ run }) =>
    run === null || !existsSync(join(folder, run, page.file)) ? null : [...run.split('/'), page.file].map(encodeURIComponent).join('/');
}
