import type { Warning } from '../../access/warning.ts';

/** A line of a file with its findings, or a gap of lines that are not shown. */
export type ExcerptRow =
  | { readonly line: number; readonly text: string; readonly cut: number; readonly findings: readonly Warning[] }
  | { readonly gap: number };

interface Excerpt {
  readonly rows: readonly ExcerptRow[];
  /** Findings at lines that are not shown, because there are too many. */
  readonly unshown: number;
}

/** A file with fewer lines is shown as a whole. */
const wholeUpToLines = 80;
const linesAround = 2;
/** Of a long file without findings, its beginning. */
const firstLines = 20;
const mostFindings = 200;
const longestLine = 500;

/** The part of a file that a reader of its findings needs: all of a short file, the lines around findings of a long one. */
export function excerptOf(text: string, findings: readonly Warning[]): Excerpt {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = findings.toSorted((a, b) => a.line - b.line).slice(0, mostFindings);
  const byLine = Map.groupBy(shown, ({ line }) => Math.min(Math.max(1, line), lines.length));
  const wanted = lines.length <= wholeUpToLines ? null : linesWanted([...byLine.keys()], lines.length);
  const rows: ExcerptRow[] = [];
  let gap = 0;
  for (const [index, full] of lines.entries()) {
    const line = index + 1;
    if (wanted !== null && !wanted.has(line)) {
      gap += 1;
      continue;
    }
    if (gap > 0) {
      rows.push({ gap });
      gap = 0;
    }
    rows.push({ line, text: full.slice(0, longestLine), cut: Math.max(0, full.length - longestLine), findings: byLine.get(line) ?? [] });
  }
  return { rows: gap > 0 ? [...rows, { gap }] : rows, unshown: findings.length - shown.length };
}

function linesWanted(found: readonly number[], count: number): ReadonlySet<number> {
  const first = Array.from({ length: Math.min(firstLines, count) }, (_, index) => index + 1);
  return new Set(found.length === 0 ? first : found.flatMap((line) => around(line)));
}

function around(line: number): number[] {
  return Array.from({ length: 2 * linesAround + 1 }, (_, index) => line - linesAround + index);
}
