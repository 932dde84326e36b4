import { relative } from 'node:path';
import { npmRun, shellLine } from '../process/command-line.ts';
import { signs } from '../reports/figures.ts';
import { counted } from '../text/counted.ts';
import { fitLines, unlimited } from '../text/fit-lines.ts';
import { fittingTable } from '../text/fitting-table.ts';
import { printable } from '../text/printable.ts';
import type { RunBelow, RunsBelow } from './runs-below.ts';

/** Stands for the verdict of a run without one. */
const noVerdict = 'no verdict';

/** The runs below a folder as text: a count of the verdicts, a line for each run, and the command to judge one again. `width`: columns of the terminal. */
export function runsAsText(parent: string, { runs, complete }: RunsBelow, width = unlimited): string {
  const head = ['', '', 'run', 'scenario', 'started', 'ended'];
  const rows = runs.map(({ folder, scenario, startedAt, ended, verdict }) => {
    const mark = verdict === null ? '–' : signs[verdict];
    const words = [relative(parent, folder), scenario ?? 'unknown: the manifest is not readable', startedAt ?? '', ended ?? ''];
    return [mark, verdict ?? noVerdict, ...words.map(printable)];
  });
  const table = fittingTable({ head, aligns: head.map(() => 'left' as const), rows, titles: 3 }, width);
  const more = complete ? '' : '\nThere may be more: choose a folder further down.\n';
  const [first] = runs;
  const next = first === undefined ? '' : `\njudge one again: ${shellLine(npmRun('analyze', {}, [first.folder]))}\n`;
  const heading = fitLines(`${counted(runs.length, 'run')} below ${printable(parent)}: ${counts(runs)}`, width);
  return `${heading}\n\n${table}\n${more}${next}`;
}

function counts(runs: readonly RunBelow[]): string {
  const names = ['confirmed', 'refuted', 'inconclusive', null] as const;
  return names
    .map((name) => ({ name: name ?? noVerdict, count: runs.filter(({ verdict }) => verdict === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} × ${name}`)
    .join(', ');
}
