import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Matrix, matrixSchema } from '../../lab/campaigns/matrix/grid/answers.ts';

/** The measured matrix that the README shows, with all its rows and columns. */
export function storedMatrix(): Matrix {
  return matrixSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../scenarios/matrix-mariadb.json'), 'utf8')));
}
