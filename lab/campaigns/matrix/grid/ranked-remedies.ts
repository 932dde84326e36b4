import { needsSecondNameserver } from '../../../fixes/fix.ts';
import { applyFixes, type FixId, fixes, fixOf } from '../../../fixes/index.ts';
import { hostAsFiles } from '../../../model/host-files.ts';
import type { MatrixRemedies, MeasuredRemedy } from '../../../reports/remedies.ts';
import { neighboursOf } from '../../../scenario/neighbours.ts';
import { incidentHost, incidentNetwork } from '../../../scenario/presets/incident.ts';
import { holds, type Matrix } from './answers.ts';

const neighbours = neighboursOf(incidentNetwork);

/**
 * The remedies of a matrix, the best first: those that hold under more faults come first; among these, those that need no other host; among
 * these, those that change fewer lines of the host. Faults that do no harm without any fix do not count.
 */
export function remediesOf({ server, columns: ofMatrix, cells }: Matrix): MatrixRemedies {
  const harmless = cells.filter((cell) => cell.fix === 'none' && holds(cell)).map(({ fault }) => fault);
  const faults = ofMatrix.map(({ name }) => name).filter((name) => !harmless.includes(name));
  const remedies = fixes
    .filter(({ kind }) => kind === 'remedy')
    .map(({ id, title }): MeasuredRemedy & { readonly lines: number } => ({
      id,
      title,
      holdsUnder: faults.filter((fault) => cells.some((cell) => cell.fix === id && cell.fault === fault && holds(cell))),
      ...(fixOf(id).unavailable === needsSecondNameserver ? { needs: 'a second nameserver that stays healthy' } : {}),
      lines: changedLines(id),
    }))
    .filter(({ holdsUnder }) => holdsUnder.length > 0)
    .toSorted(
      (a, b) =>
        b.holdsUnder.length - a.holdsUnder.length || Number(a.needs !== undefined) - Number(b.needs !== undefined) || a.lines - b.lines,
    )
    .map(({ lines: _lines, ...remedy }) => remedy);
  return { serverId: server.id, serverVersion: server.version, faults, remedies };
}

/** How many lines of the incident's host the fix removes or adds. */
function changedLines(id: FixId): number {
  const lines = (host: typeof incidentHost): string[] =>
    Object.entries(hostAsFiles(host)).flatMap(([file, text]) => text.split('\n').map((line) => `${file}: ${line}`));
  const [before, after] = [lines(incidentHost), lines(applyFixes(incidentHost, [id], neighbours))];
  return before.filter((line) => !after.includes(line)).length + after.filter((line) => !before.includes(line)).length;
}
