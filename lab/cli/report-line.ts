import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { page } from '../reports/html/report-html.ts';

/** Where the page for a browser is, for the end of a run: one line with an absolute path, to open with a click. Empty if there is none. */
export function reportLine(folder: string): string {
  const file = resolve(folder, page.file);
  return existsSync(file) ? `report: ${file}\n` : '';
}
