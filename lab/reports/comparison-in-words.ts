import { type ComparedPath, type Difference, isNoDifference } from '../statistics/compare-runs.ts';
import type { Bounds } from '../statistics/seen-waits.ts';
import { counted } from '../text/counted.ts';
import type { Paint } from '../text/paint.ts';
import { plainTable } from '../text/plain-table.ts';

const columns = ['phase', 'path', 'tries', 'p50 ms', '', 'difference (95 %)', 'in %', '', 'difference (95 %)'];

/** Two runs side by side as a table: medians and shares of each, and the differences with their bounds. */
export function comparisonAsText(compared: readonly ComparedPath[], paint: Paint): string {
  const table = plainTable(
    columns.map((name) => paint('dim', name)),
    ['left', 'left', 'right', 'right', 'right', 'left', 'right', 'right', 'left'],
  );
  for (const { phase, path, attempts, waitMs, isLowerBound, waitWithinMs, waitDifferenceMs, okPercent, okDifference } of compared) {
    table.push([
      phase,
      path,
      attempts.join(' / '),
      ...waitMs.map((ms, index) => median(ms, isLowerBound[index] === true, waitWithinMs[index] ?? null)),
      difference(waitDifferenceMs, 'ms', paint),
      ...okPercent.map(figure),
      difference(okDifference, 'points', paint),
    ]);
  }
  return `${table.toString()}\n${notes(compared)
    .map((note) => paint('dim', note))
    .join('\n')}`;
}

function notes(compared: readonly ComparedPath[]): string[] {
  const heldUp = (run: 0 | 1): number => compared.reduce((sum, each) => sum + each.heldUp[run], 0);
  const ofEvidence = (['first', 'second'] as const).flatMap((name, run) => {
    const count = heldUp(run === 0 ? 0 : 1);
    return count === 0
      ? []
      : [
          `In the ${name} run, evidence held up the accept thread while ${counted(count, 'connect')} waited. The bounds allow for all the time that this may have cost them.`,
        ];
  });
  return [
    'The bounds treat connects as independent of each other. In a queue they are not: repeat the runs before you trust a small difference.',
    ...(compared.some(({ isLowerBound }) => isLowerBound.includes(true)) ? ['“> 5”: more than half waited longer than 5 ms.'] : []),
    ...ofEvidence,
  ];
}

function difference(found: Difference | null, unit: string, paint: Paint): string {
  if (found === null) {
    return paint('dim', 'too few connects');
  }
  const { value, from, to } = found;
  if (from === null && to === null) {
    return paint('dim', 'cannot be compared: too few waits were seen to end');
  }
  const within =
    from === null ? `at most ${signed(to ?? 0)}` : to === null ? `at least ${signed(from)}` : `${signed(from)} to ${signed(to)}`;
  const bounds = value === null ? `${within} ${unit}` : `${signed(value)} ${unit} (${within})`;
  return isNoDifference(found) ? paint('dim', `no difference: ${bounds}`) : bounds;
}

function median(ms: number | null, isLowerBound: boolean, within: Bounds | null): string {
  return within === null ? `${isLowerBound ? '> ' : ''}${figure(ms)}` : `${figure(within.low)}–${figure(within.high)}`;
}

function figure(value: number | null): string {
  return value === null ? '–' : value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toFixed(1)).toString()}`;
}
