import stringWidth from 'string-width';

/** What stands for the characters that the lab itself writes, on a terminal or in a locale without them. */
const ascii: Readonly<Record<string, string>> = {
  '✔': '+',
  '✘': 'x',
  '–': '-',
  '—': '-',
  '−': '-',
  '·': '.',
  '…': '...',
  '→': '->',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '─': '-',
  '│': '|',
  '┤': '|',
  '┼': '+',
  '╭': '.',
  '╮': '.',
  '╯': "'",
  '╰': "'",
  '━': '=',
  '░': '.',
  '▓': '%',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
};

/** Text in ASCII. A character without a counterpart, such as one of a name, shows as \u{NNNN}: nothing gets lost. */
export function asAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, (character) => ascii[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a line that is drawn in place: every character keeps its width, so "…" becomes "~", and what has no counterpart "?". */
export function asAsciiOfSameWidth(line: string): string {
  return line.replace(/\P{ASCII}/gu, (character) => {
    const mark = character === '…' ? '~' : (ascii[character] ?? '');
    const width = stringWidth(character);
    return mark.length === width ? mark : '?'.repeat(width);
  });
}
