import stringWidth from 'string-width';

const controlSequence = '\u001b[';
const clearToEndOfLine = `${controlSequence}K`;
const clearBelow = `${controlSequence}J`;

/**
 * What to write to a terminal that shows `before` so that it shows `after`. Before and afterwards, the cursor is at the beginning of the line
 * below. Overwrites only lines that differ, and erases nothing first, so nothing flickers. Lines must be narrower than the terminal.
 */
export function redraw(before: readonly string[], after: readonly string[]): string {
  if (before.length !== after.length) {
    return erase(before.length) + after.map((line) => `${line}${clearToEndOfLine}\n`).join('');
  }
  let row = before.length;
  let written = '';
  for (const [index, line] of after.entries()) {
    if (line !== before[index]) {
      written += `${vertically(index - row)}${line}${clearToEndOfLine}\r`;
      row = index;
    }
  }
  return written === '' ? '' : written + vertically(before.length - row);
}

/** Erases this many rows above the cursor, and everything below. */
export function erase(rows: number): string {
  return `${vertically(-rows)}\r${clearBelow}`;
}

/** How many rows `lines` take in a terminal that is now `columns` wide and wraps long lines, as most do. */
export function rowsWhenBroken(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0);
}

function vertically(rows: number): string {
  return rows === 0 ? '' : `${controlSequence}${Math.abs(rows)}${rows < 0 ? 'A' : 'B'}`;
}
