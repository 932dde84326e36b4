import stringWidth from 'string-width';
import type { Paint } from '../../text/paint.ts';

type Style = Parameters<Paint>[0];

/** A piece of a line, in one style. */
export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

export type StyledLine = readonly Piece[];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The line as painted text, at most `width` columns wide; an ellipsis marks a cut. */
export function renderLine(line: StyledLine, width: number, paint: Paint): string {
  let left = width;
  let text = '';
  for (const { text: whole, style } of line) {
    const piece = fitText(whole, left);
    left -= stringWidth(piece);
    text += piece === '' || style === undefined ? piece : paint(style, piece);
    if (piece !== whole) {
      break;
    }
  }
  return text;
}

/** `text`, cut to `width` columns of a terminal; East Asian characters take two. */
export function fitText(text: string, width: number): string {
  if (stringWidth(text) <= width) {
    return text;
  }
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) {
      break;
    }
    kept += segment;
  }
  return width < 1 ? '' : `${kept}…`;
}

/** The first of `texts` that fits; else the last, cut. */
export function firstThatFits(texts: readonly string[], width: number): string {
  return texts.find((text) => stringWidth(text) <= width) ?? fitText(texts.at(-1) ?? '', width);
}
