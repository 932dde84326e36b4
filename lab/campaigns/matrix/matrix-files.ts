import { join, relative } from 'node:path';
import { bundleMatrixStyle } from '../../bundling/matrix-page.ts';
import type { LabError } from '../../errors/lab-error.ts';
import { jsonText } from '../../text/json-text.ts';
import { readMatrixFile } from '../matrix-ledger.ts';
import { writeReports } from '../output-files.ts';
import { type Matrix, mergeMatrices } from './grid/answers.ts';
import { matrixPage } from './grid/matrix-html.ts';
import { figuresAsMarkdown, legend, matrixAsMarkdown } from './grid/matrix-table.ts';
import { reportBelow } from './matrix-links.ts';

/** The matrix of a folder, with the folders of its runs as seen from here. @throws LabError `usage` */
export function matrixIn(folder: string): Matrix {
  return withRuns(readMatrixFile(join(folder, 'matrix.json')), (run) => join(folder, run));
}

/** The matrices of several folders, such as shards, as one for the folder `out`. @throws LabError `usage` when they do not go together. */
export function mergedFor(out: string, folders: readonly string[]): Matrix {
  return withRuns(mergeMatrices(folders.map(matrixIn)), (run) => relative(out, run));
}

/** Writes the matrix and its reports; returns what went wrong with reports that could not be made. @throws LabError `usage` */
export async function writeMatrix(folder: string, matrix: Matrix): Promise<readonly LabError[]> {
  const style = await bundleMatrixStyle();
  return writeReports(folder, {
    'matrix.json': () => jsonText(matrix),
    'matrix.md': () => `${matrixAsMarkdown(matrix)}\n\n${legend}\n\n${figuresAsMarkdown(matrix)}\n`,
    'matrix.html': () => matrixPage(matrix, style, reportBelow(folder)),
  });
}

function withRuns(matrix: Matrix, place: (run: string) => string): Matrix {
  return { ...matrix, cells: matrix.cells.map((cell) => ({ ...cell, run: cell.run === null ? null : place(cell.run) })) };
}
