import type { Evidence } from './evidence.ts';

const mostLines = 24;
const longestLine = 240;

/**
 * The most telling lines of a text.
 *
 * @param before the first look of the same kind; for `growth`, only rows that differ from it are shown.
 */
export function excerptOf(text: string, part: Evidence['excerpt'], before: string): string {
  const all = text.replace(/\n$/, '').split('\n');
  const lines = part === 'growth' && text !== before ? changes(all, before.split('\n')) : all;
  const spare = Math.max(0, lines.length - mostLines);
  const from = { head: 0, growth: 0, middle: spare >> 1, tail: spare }[part];
  return lines
    .slice(from, from + mostLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
    .join('\n');
}

/** Rows of a table with tabs whose value has changed, counters of connections first. */
function changes(after: readonly string[], before: readonly string[]): string[] {
  const earlier = new Map(before.map((line) => cells(line)));
  return after
    .map((line) => cells(line))
    .filter(([name, value]) => earlier.get(name) !== value)
    .map(([name, value]) => ({ name, value, was: earlier.get(name) ?? 'none', signs: telling.test(name) ? 0 : 1 }))
    .toSorted((a, b) => a.signs - b.signs)
    .map(({ name, value, was }) => `${name}: ${was} → ${value}`);
}

/** Counters of connections say more about this outage than counters of sessions. */
const telling = /^(connection|aborted|threads_|max_used)/i;

function cells(line: string): readonly [name: string, value: string] {
  const [name = '', ...value] = line.split('\t');
  return [name, value.join('\t')];
}
