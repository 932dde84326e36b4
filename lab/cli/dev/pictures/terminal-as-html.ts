import { html } from '../../../reports/html/markup.ts';

/** A cell of a terminal, as far as a picture needs it: xterm's own accessors. */
interface Cell {
  getChars(): string;
  getFgColor(): number;
  isFgDefault(): boolean;
  isBold(): number;
  isDim(): number;
}

/** What a terminal shows, row by row. */
interface TerminalBuffer {
  readonly rows: readonly (readonly Cell[])[];
}

/** The sixteen colours of a terminal on a dark ground. */
const palette = [
  '#484f58',
  '#ff7b72',
  '#3fb950',
  '#d29922',
  '#58a6ff',
  '#bc8cff',
  '#39c5cf',
  '#b1bac4',
  '#6e7681',
  '#ffa198',
  '#56d364',
  '#e3b341',
  '#79c0ff',
  '#d2a8ff',
  '#56d4dd',
  '#ffffff',
] as const;

/** What a terminal shows, as a page of its own; empty rows at the end are left out. */
export function terminalAsHtml({ rows }: TerminalBuffer): string {
  const lines = rows.map((cells) => cells.map(cellAsHtml).join('').trimEnd());
  const last = lines.findLastIndex((line) => line.replaceAll(/<[^>]*>|\s/g, '') !== '');
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #0d1117; }
pre { display: inline-block; margin: 0; padding: 16px 20px; color: #c9d1d9; font: 15px/1.3 "DejaVu Sans Mono", "Liberation Mono", monospace; }
</style><pre>${lines.slice(0, last + 1).join('\n')}</pre>`;
}

function cellAsHtml(cell: Cell): string {
  const styles = [
    ...(cell.isFgDefault() ? [] : [`color:${palette[cell.getFgColor() % palette.length]}`]),
    ...(cell.isBold() === 0 ? [] : ['font-weight:bold']),
    ...(cell.isDim() === 0 ? [] : ['opacity:.6']),
  ];
  const text = html`${cell.getChars() === '' ? ' ' : cell.getChars()}`.text;
  return styles.length === 0 ? text : `<span style="${styles.join(';')}">${text}</span>`;
}
