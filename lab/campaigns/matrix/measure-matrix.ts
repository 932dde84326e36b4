import { join } from 'node:path';
import { bundleMatrixStyle } from '../../bundling/matrix-page.ts';
import { readRecord } from '../../record/read-record.ts';
import type { Cell, Matrix } from './grid/answers.ts';
import { type CellPlace, rows, standards } from './grid/cells.ts';
import { type CellsOptions, runCells } from './run-cells.ts';

/** Runs these cells, as `runCells` does, and makes a matrix of them. */
export async function measureMatrix(places: readonly CellPlace[], options: CellsOptions): Promise<Matrix> {
  // For the report of hours of cells: esbuild may be gone by the time they are over.
  await bundleMatrixStyle();
  const cells = await runCells(places, options);
  return {
    schema: 'wraplab/matrix@1',
    server: { id: options.workbench.server.id, version: versionOf(cells, options.folder) },
    seed: options.seed,
    standards: { ...standards },
    rows: rows.filter(({ id }) => places.some(({ row }) => row.id === id)).map((row) => ({ ...row })),
    columns: [...new Map(places.map(({ column: { name, title } }) => [name, { name, title }])).values()],
    cells,
  };
}

/** The server's version in the first cell whose server started. Records are large, so it stops at the first that says it. */
function versionOf(cells: readonly Cell[], folder: string): string {
  for (const { run, result } of cells) {
    const server = run === null || result?.alone.waitMs == null ? null : readRecord(join(folder, run)).manifest.server;
    if (server !== null) {
      return server.version;
    }
  }
  return '';
}
