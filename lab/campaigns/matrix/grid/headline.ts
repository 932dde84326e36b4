import { type Answer, type Cell, holds, type Matrix } from './answers.ts';

/** How far one fix has been measured, in cells. */
export interface Standing {
  readonly held: number;
  /** Those of which it is known whether the fix holds. */
  readonly measured: number;
  /** Those that there can be on this server: a shard has only some of them, and not each one's run told something. */
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

/** What a hurried reader wants to know, of what was measured: of a cell without an answer nothing is said. */
export function headline(matrix: Matrix): string {
  const all = matrix.rows.map(({ id, kind }) => ({ id, kind, ...standingOf(matrix, id) }));
  const [measured, possible] = [sum(all.map((row) => row.measured)), sum(all.map((row) => row.possible))];
  const fixes = all.filter(({ kind }) => kind !== 'control');
  const standing = fixes.filter((fix) => fix.measured > 0 && fix.held === fix.measured);
  if (measured === 0) {
    return `None of the ${possible} cells has an answer, so nothing is known of any fix.`;
  }
  if (fixes.every((fix) => fix.measured === 0)) {
    return `${measured} of ${possible} cells have an answer, none of them of a fix.`;
  }
  if (measured === possible) {
    return standing.length === 0
      ? 'No fix holds under all of these faults.'
      : `Fast, available and closed to outsiders under all of these faults: ${standing.map(({ id }) => id).join(', ')}.`;
  }
  const named = standing.map((fix) => (fix.measured === fix.possible ? fix.id : `${fix.id} (${fix.measured} of ${fix.possible})`));
  return `${measured} of ${possible} cells have an answer. ${
    named.length === 0
      ? 'No fix holds in all of its measured cells.'
      : `Fast, available and closed to outsiders in all of their measured cells: ${named.join(', ')}.`
  }`;
}

/** Whether it is known if the fix holds: one answer that is not yes decides it, however unsure the others are. */
function isMeasured(cell: Cell): boolean {
  const { result } = cell;
  const answers = result === null ? [] : [result.fast, result.available, result.outsiderOut];
  return holds(cell) || answers.some((answer) => doesNotHold.includes(answer));
}

const doesNotHold: readonly Answer[] = ['no', 'alone', 'known'];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
