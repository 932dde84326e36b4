import { usageError } from '../../../errors/lab-error.ts';
import { withNearest } from '../../../errors/near-names.ts';
import { faultInWords } from '../../../faults/notation/fault-in-words.ts';
import { faultOption } from '../../../faults/notation/fault-option.ts';
import type { Matrix } from './answers.ts';
import { type CellPlace, type Column, columns, type Row, rows } from './cells.ts';

/** The row of a fix. @throws LabError `usage`, as a problem of the option `--fixes`. */
export function rowNamed(id: string): Row {
  const found = rows.find((row) => row.id === id);
  if (found === undefined) {
    const ids = rows.map((row) => row.id);
    throw usageError([`--fixes: expected some of ${ids.join(', ')}; got ${withNearest(id, ids)}`]);
  }
  return found;
}

/** The column of a fault, one of the matrix's own or any other with settings. @throws LabError `usage`, as a problem of `--faults`. */
export function columnNamed(name: string): Column {
  const known = columns.find((column) => column.name === name);
  if (known !== undefined) {
    return known;
  }
  const parsed = faultOption.safeParse(name);
  if (!parsed.success) {
    const names = columns.map((column) => column.name);
    throw usageError([`--faults: expected some of ${names.join(', ')}, or others with settings; got ${withNearest(name, names)}`]);
  }
  return { name, title: faultInWords(parsed.data.settings), settings: parsed.data.settings };
}

/**
 * Some of the measured cells of a matrix, drawn at random.
 *
 * @param random gives a number from 0 to 1 for each cell.
 */
export function sampleOf({ cells }: Matrix, size: number, random: () => number): CellPlace[] {
  return cells
    .filter(({ result }) => result !== null)
    .map((cell) => ({ row: rowNamed(cell.fix), column: columnNamed(cell.fault), key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, size)
    .map(({ row, column }) => ({ row, column }));
}
