import { relative } from 'node:path';
import { npmRun, shellLine } from '../process/command-line.ts';
import { signs } from '../reports/figures.ts';
import { plainTable } from '../text/plain-table.ts';
import { printable } from '../text/printable.ts';
import type { RunBelow, RunsBelow } from './runs-below.ts';

/** What to say of a run that has no verdict. */
const noVerdict = 'no verdict';

/** The runs below a folder as a table: a count of the verdicts, a line for each run, and how to look at one. */
export function runsAsText(parent: string, { runs, complete }: RunsBelow): string {
  const table = plainTable(['', '', 'run', 'scenario', 'started', 'ended'], ['left', 'left', 'left', 'left', 'left', 'left']);
  for (const { folder, scenario, startedAt, ended, verdict } of runs) {
    const mark = verdict === null ? '–' : signs[verdict];
    const words = [relative(parent, folder), scenario ?? 'unknown: its manifest cannot be read', startedAt ?? '', ended ?? ''];
    table.push([mark, verdict ?? noVerdict, ...words.map(printable)]);
  }
  const more = complete ? '' : '\nThere may be more: give a folder further down.\n';
  const [first] = runs;
  const next = first === undefined ? '' : `\njudge one again: ${shellLine(npmRun('analyze', {}, [first.folder]))}\n`;
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} below ${printable(parent)}: ${counts(runs)}\n\n${table.toString()}\n${more}${next}`;
}

function counts(runs: readonly RunBelow[]): string {
  const names = ['confirmed', 'refuted', 'inconclusive', null] as const;
  return names
    .map((name) => ({ name: name ?? noVerdict, count: runs.filter(({ verdict }) => verdict === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} × ${name}`)
    .join(', ');
}
