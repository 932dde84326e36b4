import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { describeError, LabError } from '../errors.ts';
import { type Matrix, matrixSchema } from '../matrix/matrix.ts';
import { servers } from '../servers/index.ts';

/** Keeps a matrix in the repository, one for each server, for the README's table; without its runs, which are not kept. */
export function keepMatrix(matrix: Matrix): void {
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

/** @throws LabError `usage` when the file is no matrix. */
export function readMatrixFile(path: string): Matrix {
  try {
    return matrixSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const said = cause instanceof z.ZodError ? z.prettifyError(cause) : describeError(cause);
    throw new LabError(`${path}: expected a matrix as this version writes it: ${said}`, {
      code: 'usage',
      hint: 'give the folder of a matrix',
      cause,
    });
  }
}

function ledgerOf(server: string): string {
  return fileURLToPath(new URL(`../../scenarios/matrix-${server}.json`, import.meta.url));
}
