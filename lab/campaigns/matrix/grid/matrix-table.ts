import { fitLines, unlimited } from '../../../text/fit-lines.ts';
import { fittingTable } from '../../../text/fitting-table.ts';
import { code, table as markdownTable, text } from '../../../text/markdown.ts';
import { coloured, type Paint, plain } from '../../../text/paint.ts';
import { printable } from '../../../text/printable.ts';
import type { Answer, Cell, CellResult, Matrix } from './answers.ts';

const questions = { fast: 'F', available: 'A', outsiderOut: 'O' } as const satisfies Partial<Record<keyof CellResult, string>>;
const noCell = '–';

export const legend =
  'F fast; A available, by TCP and through the socket; O outsider out; a small letter: only without strangers; k: only for clients that connected before the fault; ·: no; ~: open, because too few connects were decided before the DNS recovered, or too close to the limit; ?: unknown; –: not available on this server';

/** The three answers in three characters. */
export function marks({ result }: Pick<Cell, 'result'>): string {
  return result === null
    ? noCell
    : Object.entries(questions)
        .map(([key, letter]) => mark(result[key as keyof typeof questions], letter))
        .join('');
}

/** The matrix for a terminal: numbered columns, with their names below. `width`: columns of the terminal. */
export function matrixAsText(matrix: Matrix, colours: boolean, width = unlimited): string {
  const paint = colours ? coloured : plain;
  const head = ['', ...matrix.columns.map((_, index) => String(index + 1))];
  const rows = matrix.rows.map((row) => [
    printable(row.id),
    ...matrix.columns.map(({ name }) => cellText(cellAt(matrix, row.id, name), paint)),
  ]);
  const table = fittingTable({ head, aligns: head.map(() => 'left' as const), rows, titles: 1, between: '   ' }, width);
  const columns = matrix.columns.map(({ name, title }, index) => `  ${String(index + 1).padStart(2)}  ${printable(`${name}: ${title}`)}`);
  return `${table}\n\n${fitLines([...columns, '', legend].join('\n'), width)}\n`;
}

/** The matrix as a table in Markdown. */
export function matrixAsMarkdown(matrix: Matrix): string {
  const head = ['', ...matrix.columns.map(({ name }) => code(name))];
  const body = matrix.rows.map(({ id, kind }) => [
    `${code(id)}${kind === 'redHerring' ? ' (red herring)' : ''}`,
    ...matrix.columns.map(({ name }) => {
      const cell = cellAt(matrix, id, name);
      return cell === undefined ? '' : marks(cell);
    }),
  ]);
  return markdownTable(head, body);
}

/** The figures of every cell, one line each, in Markdown. */
export function figuresAsMarkdown({ cells }: Matrix): string {
  const number = (value: number | null, unit: string): string =>
    value === null ? '–' : `${Math.round(value).toLocaleString('en-US')} ${unit}`;
  const part = ({ waitMs, isLonger, servedPercent, socketPercent }: CellResult['alone']): string[] => [
    `${isLonger === true ? '> ' : ''}${number(waitMs, 'ms')}`,
    number(servedPercent, '%'),
    number(socketPercent, '%'),
  ];
  const head = ['fix', 'fault', 'answers', 'wait p95 alone', 'in', 'socket', 'wait p95 with strangers', 'in', 'socket', 'outsiders in'];
  const body = cells.map((cell) =>
    cell.result === null
      ? [cell.fix, cell.fault, `not available: ${cell.unavailable ?? ''}`, ...Array<string>(7).fill('')]
      : [
          cell.fix,
          cell.fault,
          marks(cell),
          ...part(cell.result.alone),
          ...part(cell.result.strangers),
          String(cell.result.outsidersIn ?? '–'),
        ],
  );
  return markdownTable(
    head,
    body.map((line) => line.map(text)),
  );
}

export function cellAt({ cells }: Pick<Matrix, 'cells'>, fix: string, fault: string): Cell | undefined {
  return cells.find((cell) => cell.fix === fix && cell.fault === fault);
}

function cellText(cell: Cell | undefined, paint: Paint): string {
  if (cell === undefined) {
    return '';
  }
  const text = marks(cell);
  return paint(cell.result === null || text.includes('?') ? 'dim' : text === 'FAO' ? 'green' : /[·~]/.test(text) ? 'red' : 'yellow', text);
}

function mark(answer: Answer, letter: string): string {
  return { yes: letter, alone: letter.toLowerCase(), known: 'k', no: '·', open: '~', unknown: '?' }[answer];
}
