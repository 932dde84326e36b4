import { structuredPatch } from 'diff';
import { applyFixesToLoad } from '../fixes/index.ts';
import { hostAsFiles } from '../model/host-files.ts';
import type { Stream } from '../model/load.ts';
import type { Manifest } from '../record/manifest.ts';
import { counted } from '../text/counted.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';

/** The parts of a run or of a plan that show what its fixes change. */
type Fixed = Pick<Manifest, 'scenario' | 'host' | 'filesBeforeFixes'>;

/** Unchanged lines to show around a change. */
const contextLines = 2;

/**
 * What the fixes of a run change, as a unified diff: of the host's files (see model/host-files.ts), and of how the clients connect. Empty
 * if the run has no fixes.
 *
 * @param maximumLines of each file; further lines are only counted. Default: all.
 */
export function renderHostDiff(fixed: Fixed, paint: Paint, maximumLines = Number.POSITIVE_INFINITY): string {
  const { fixes, load } = fixed.scenario;
  if (fixes.length === 0) {
    return '';
  }
  const before = { ...fixed.filesBeforeFixes, ...loadAsFile(load) };
  const after = { ...hostAsFiles(fixed.host), ...loadAsFile(applyFixesToLoad(load, fixes)) };
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const diffs = paths.flatMap((path) => fileDiff(path, before[path], after[path], paint, maximumLines));
  const nothing = '  nothing: the host was configured like this before';
  return [paint('bold', `What the fixes change: ${fixes.join(', ')}`), ...(diffs.length === 0 ? [nothing] : diffs)].join('\n');
}

/** The lines of one file's diff; none if nothing changes. A missing side is called /dev/null, as in diff(1). */
function fileDiff(path: string, before: string | undefined, after: string | undefined, paint: Paint, maximumLines: number): string[] {
  const { hunks } = structuredPatch(path, path, before ?? '', after ?? '', undefined, undefined, { context: contextLines });
  if (hunks.length === 0) {
    return [];
  }
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...changed,
  ]);
  const left = lines.length - maximumLines;
  const name = (content: string | undefined): string => (content === undefined ? '/dev/null' : printable(path));
  return [
    paint('bold', `--- ${name(before)}`),
    paint('bold', `+++ ${name(after)}`),
    ...lines.slice(0, maximumLines).map((line) => paintLine(line, paint)),
    ...(left > 0 ? [paint('dim', `… ${counted(left, 'more line')} (--diff shows all)`)] : []),
  ];
}

/** An empty range begins one line earlier (POSIX, diff -u). */
function range(start: number, count: number): string {
  return `${count === 0 ? start - 1 : start},${count}`;
}

function paintLine(line: string, paint: Paint): string {
  const text = printable(line);
  const style = { '+': 'green', '-': 'red', '@': 'cyan' } as const;
  const [first] = line;
  return first === '+' || first === '-' || first === '@' ? paint(style[first], text) : text;
}

/** How the clients of each path connect, one setting a line. Arrivals are left out: no fix changes them. */
function loadAsFile(load: readonly Stream[]): Readonly<Record<string, string>> {
  const lines = load.flatMap(({ path, arrivals: _arrivals, ...settings }) => settingLines(path, settings));
  return { 'how clients connect': lines.map((line) => `${line}\n`).join('') };
}

function settingLines(name: string, value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => settingLines(`${name}.${key}`, inner))
    : [`${name} = ${String(value)}`];
}
