import { printable } from '../../../text/printable.ts';
import type { Matrix } from './answers.ts';

/** Why answers of some cells are unknown, a line each; empty where none is. */
export function unknownCellsAsText({ cells }: Matrix): string {
  const lines = cells.flatMap(({ fix, fault, result }) =>
    (result?.reasons ?? []).map((reason) => `  ${printable(`${fix} under ${fault}: ${reason}`)}\n`),
  );
  return lines.length === 0 ? '' : `unknown:\n${lines.join('')}\n`;
}
