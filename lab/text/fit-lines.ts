import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** No limit: for files, pipes and logs. */
export const unlimited = Number.POSITIVE_INFINITY;

/**
 * Breaks every line that is longer than `width` columns of a terminal at spaces. What follows hangs: below the second column, if a gap of two
 * spaces or more makes one, as in lists of options; else two columns further in than the line. Words stay whole, even those longer than a line:
 * a broken path cannot be copied. Colours do not count.
 */
export function fitLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (stringWidth(line) <= width ? line : broken(line, width)))
    .join('\n');
}

/** Items one after another, in lines of at most `width` columns that begin after `indent` spaces. @param between items of the same line. */
export function flow(items: readonly string[], width: number, indent: number, between = ' · '): string {
  const lines: string[] = [];
  const margin = ' '.repeat(indent);
  for (const item of items) {
    const last = lines.at(-1);
    const longer = `${last}${between}${item}`;
    if (last !== undefined && stringWidth(longer) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(`${margin}${item}`);
    }
  }
  return fitLines(lines.join('\n'), width);
}

/** A gap further right than this share of the width leaves too little room beside it. */
const mostHanging = 0.5;

function broken(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  const leading = plain.length - plain.trimStart().length;
  const [, first = ''] = /^(\s*\S.*?\s{2,})\S/.exec(plain) ?? [];
  const gap = stringWidth(first);
  const hangsAtGap = gap > 0 && gap <= width * mostHanging;
  const indent = hangsAtGap ? gap : Math.min(leading + (gap > 0 ? 4 : 2), Math.floor(width * mostHanging));
  // Spaces inside a line stay, so that columns stay where they are up to the first break.
  const pieces = line.match(/\s+\S*|^\S+/g) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const piece of pieces) {
    const isPastFirstColumn = gap > 0 && !hangsAtGap && lines.length === 0 && stringWidth(current) >= stringWidth(first.trimEnd());
    if (current !== '' && (isPastFirstColumn || stringWidth(current + piece) > width)) {
      lines.push(current);
      current = `${' '.repeat(indent)}${piece.trimStart()}`;
    } else {
      current += piece;
    }
  }
  return [...lines, current].map((each) => each.trimEnd()).join('\n');
}
