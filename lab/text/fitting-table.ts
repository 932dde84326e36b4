import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { fitLines, flow } from './fit-lines.ts';
import { plainTable } from './plain-table.ts';

/** A table for a terminal of any width. */
export interface FittingTable {
  /** Names of the columns. */
  readonly head: readonly string[];
  readonly aligns: readonly ('left' | 'right')[];
  /** Cells, already painted and safe for a terminal. A cell of a single dot stands for zero. */
  readonly rows: readonly (readonly string[])[];
  /** How many columns, from the left, say what a row is about: they are its first line where rows are stacked. */
  readonly titles: number;
  /** The column that may wrap from `widthOfTables` columns on. Default: none. */
  readonly wraps?: number;
  /** Between the cells of a stacked row. Default: a dot. */
  readonly between?: string;
  /** Paints the head. Default: it stays plain. */
  readonly paintHead?: (name: string) => string;
}

/** A terminal narrower than this gets no table with wrapped cells: they would be too narrow to read. */
const widthOfTables = 120;
/** The narrowest cell that may wrap. */
const narrowestCell = 30;
const indentOfStacked = 4;

/**
 * The table, if it fits into `width` columns, if need be with one column wrapped. If it does not, its rows are stacked: a line that says what the
 * row is about, and the other cells below it with the names of their columns. Nothing is left out but empty cells.
 */
export function fittingTable(table: FittingTable, width: number): string {
  const asTable = render(table);
  const excess = widestOf(asTable) - width;
  if (excess <= 0) {
    return Number.isFinite(width) ? withoutBlanks(asTable) : asTable;
  }
  const { wraps } = table;
  const room = wraps === undefined ? 0 : Math.max(...table.rows.map((cells) => stringWidth(cells[wraps] ?? ''))) - excess;
  return wraps !== undefined && width >= widthOfTables && room >= narrowestCell
    ? withoutBlanks(render({ ...table, rows: table.rows.map((cells) => wrapped(cells, wraps, room)) }))
    : stacked(table, width);
}

/** Blanks at the end of a line would begin a line of their own. */
function withoutBlanks(text: string): string {
  return text.replace(/ +$/gm, '');
}

function wrapped(cells: readonly string[], at: number, width: number): string[] {
  return cells.map((cell, index) => (index === at ? fitLines(cell, width) : cell));
}

function render({ head, aligns, rows, paintHead = (name) => name }: FittingTable): string {
  const table = plainTable(head.map(paintHead), [...aligns]);
  table.push(...rows.map((cells) => [...cells]));
  return table.toString();
}

function widestOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => stringWidth(line.trimEnd())));
}

function stacked({ head, rows, titles, between, paintHead = (name) => name }: FittingTable, width: number): string {
  return rows
    .map((cells) => {
      const title = cells.slice(0, titles).filter((cell) => cell !== '');
      const items = cells.slice(titles).flatMap((cell, index) => {
        const bare = stripVTControlCharacters(cell);
        const name = head[titles + index] ?? '';
        return bare === '' ? [] : [`${name === '' ? '' : `${paintHead(name)} `}${bare === '·' ? '0' : cell}`];
      });
      return [fitLines(title.join(' '), width), ...(items.length === 0 ? [] : [flow(items, width, indentOfStacked, between)])].join('\n');
    })
    .join('\n');
}
