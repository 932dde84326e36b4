import { relative } from 'node:path';
import { npmRun, shellLine } from '../process/command-line.ts';
import { signs } from '../reports/figures.ts';
import { counted } from '../text/counted.ts';
import { plainTable } from '../text/plain-table.ts';
import { printable } from '../text/printable.ts';
import type { RunBelow, RunsBelow } from './runs-below.ts';

/** Stands for the verdict of a run without one. */
const noVerdict = 'no verdict';

/** The runs below a folder as text: a count of the verdicts, a line for each run, and the command to judge one again. */
export function runsAsText(parent: string, { runs, complete }: RunsBelow): string {
  const table = plainTable(['', '', 'run', 'scenario', 'started', 'ended'], ['left', 'left', 'left', 'left', 'left', 'left']);
  for (const { folder, scenario, startedAt, ended, verdict } of runs) {
    const mark = verdict === null ? '–' : signs[verdict];
    const words = [relative(parent, folder), scenario ?? 'unknown: the manifest is not readable', startedAt ?? '', ended ?? ''];
    table.push([mark, verdict ?? noVerdict, ...words.map(printable)]);
  }
  const more = complete ? '' : '\nThere may be more: choose a folder further down.\n';
  const [first] = runs;
  const next = first === undefined ? '' : `\njudge one again: ${shellLine(npmRun('analyze', {}, [first.folder]))}\n`;
  return `${counted(runs.length, 'run')} below ${printable(parent)}: ${counts(runs)}\n\n${table.toString()}\n${more}${next}`;
}

function counts(runs: readonly RunBelow[]): string {
  const names = ['confirmed', 'refuted', 'inconclusive', null] as const;
  return names
    .map((name) => ({ name: name ?? noVerdict, count: runs.filter(({ verdict }) => verdict === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} × ${name}`)
    .join(', ');
}
