import { counted } from '../../../text/counted.ts';
import { type Answer, type Cell, holds, type Matrix } from './answers.ts';

/** The measured and the possible cells of one fix. */
export interface Standing {
  readonly held: number;
  /** Cells where it is known whether the fix holds. */
  readonly measured: number;
  /** Cells that this server can have. A shard has only some of them, and not every run gave an answer. */
  readonly possible: number;
}

export function standingOf({ columns, cells }: Pick<Matrix, 'columns' | 'cells'>, fix: string): Standing {
  const own = cells.filter((cell) => cell.fix === fix && columns.some(({ name }) => name === cell.fault));
  return {
    held: own.filter(holds).length,
    measured: own.filter(isMeasured).length,
    possible: columns.length - own.filter(({ unavailable }) => unavailable !== null).length,
  };
}

/** The summary for a reader in a hurry. It covers only measured cells, and says nothing about cells without an answer. */
export function headline(matrix: Matrix): string {
  const all = matrix.rows.map(({ id, kind }) => ({ id, kind, ...standingOf(matrix, id) }));
  const [measured, possible] = [sum(all.map((row) => row.measured)), sum(all.map((row) => row.possible))];
  const fixes = all.filter(({ kind }) => kind !== 'control');
  const standing = fixes.filter((fix) => fix.measured > 0 && fix.held === fix.measured);
  if (measured === 0) {
    return possible === 1
      ? 'The only cell has no answer, so nothing is known about any fix.'
      : `None of the ${possible} cells has an answer, so nothing is known about any fix.`;
  }
  if (fixes.every((fix) => fix.measured === 0)) {
    return `${measured} of ${counted(possible, 'cell')} ${have(possible)} an answer, but none about a fix.`;
  }
  if (measured === possible) {
    return standing.length === 0
      ? 'No fix holds under all of these faults.'
      : `Fast, available and closed to outsiders under all of these faults: ${standing.map(({ id }) => id).join(', ')}.`;
  }
  const named = standing.map((fix) => (fix.measured === fix.possible ? fix.id : `${fix.id} (${fix.measured} of ${fix.possible})`));
  return `${measured} of ${counted(possible, 'cell')} ${have(possible)} an answer. ${
    named.length === 0
      ? 'No fix holds in all of its measured cells.'
      : `Fast, available and closed to outsiders in all of their measured cells: ${named.join(', ')}.`
  }`;
}

function have(cells: number): string {
  return cells === 1 ? 'has' : 'have';
}

/** Whether it is known if the fix holds. One answer other than yes decides that, even if the others are unknown. */
function isMeasured(cell: Cell): boolean {
  const { result } = cell;
  const answers = result === null ? [] : [result.fast, result.available, result.outsiderOut];
  return holds(cell) || answers.some((answer) => doesNotHold.includes(answer));
}

const doesNotHold: readonly Answer[] = ['no', 'alone', 'known'];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
