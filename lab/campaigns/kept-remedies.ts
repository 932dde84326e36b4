import { LabError } from '../errors/lab-error.ts';
import type { MatrixRemedies } from '../reports/remedies.ts';
import { remediesOf } from './matrix/grid/ranked-remedies.ts';
import { keptMatrices } from './matrix-ledger.ts';

/** What the kept matrices say about remedies, for reports. None if they cannot be read: a report without remedies is better than none. */
export function keptRemedies(): MatrixRemedies[] {
  try {
    return keptMatrices().map(remediesOf);
  } catch (error) {
    if (error instanceof LabError) {
      return [];
    }
    throw error;
  }
}
