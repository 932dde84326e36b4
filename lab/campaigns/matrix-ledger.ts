import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { usageError } from '../errors/lab-error.ts';
import { readGivenText } from '../files/read-bounded.ts';
import { parseJson } from '../files/read-json.ts';
import { serverIds, servers } from '../servers/index.ts';
import { type Matrix, matrixSchema } from './matrix/grid/answers.ts';

/**
 * Keeps a matrix in the repository for the README's table, one per server, without its runs.
 *
 * @throws LabError `usage` when it was measured on a custom image.
 */
export function keepMatrix(matrix: Matrix): void {
  if (!serverIds.some((id) => id === matrix.server.id)) {
    throw usageError([`--keep: expected a matrix of ${serverIds.join(' or ')}, got one of "${matrix.server.id}"`]);
  }
  const cells = matrix.cells.map((cell) => ({ ...cell, run: null }));
  writeFileSync(ledgerOf(matrix.server.id), `${JSON.stringify({ ...matrix, cells }, null, 2)}\n`);
}

/** The matrices that the repository keeps. */
export function keptMatrices(): Matrix[] {
  return servers
    .map(({ id }) => ledgerOf(id))
    .filter((path) => existsSync(path))
    .map(readMatrixFile);
}

/** @throws LabError `usage` when the file is not a matrix. */
export function readMatrixFile(path: string): Matrix {
  return parseJson(path, readGivenText(path, wanted), matrixSchema, wanted);
}

const wanted = {
  what: 'a matrix in the format of this version',
  hint: 'choose the folder of a matrix',
  // The whole matrix has 0.3 MB.
  largestBytes: 64 * 1024 * 1024,
};

function ledgerOf(server: string): string {
  return fileURLToPath(new URL(`../../scenarios/matrix-${server}.json`, import.meta.url));
}
