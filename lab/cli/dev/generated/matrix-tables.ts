import type { Matrix } from '../../../campaigns/matrix/grid/answers.ts';
import { legend, matrixAsMarkdown } from '../../../campaigns/matrix/grid/matrix-table.ts';

/** The kept matrices, one table a server. */
export function matrixTables(matrices: readonly Matrix[]): string {
  const tables = matrices.map((matrix) => `On ${matrix.server.id} ${matrix.server.version}:\n\n${matrixAsMarkdown(matrix)}`);
  return [...tables, `${legend}.`].join('\n\n');
}
