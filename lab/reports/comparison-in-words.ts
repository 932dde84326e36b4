import { type ComparedPath, type Difference, isNoDifference } from '../statistics/compare-runs.ts';
import type { Bounds } from '../statistics/seen-waits.ts';
import { counted } from '../text/counted.ts';
import { fitLines, unlimited } from '../text/fit-lines.ts';
import { fittingTable } from '../text/fitting-table.ts';
import type { Paint } from '../text/paint.ts';

const columns = [
  { head: 'phase', align: 'left' },
  { head: 'path', align: 'left' },
  { head: 'tries', align: 'right' },
  { head: 'first p50 ms', align: 'right' },
  { head: 'second p50 ms', align: 'right' },
  { head: 'p50 difference (95 %)', align: 'left' },
  { head: 'first got in %', align: 'right' },
  { head: 'second got in %', align: 'right' },
  { head: 'got in difference (95 %)', align: 'left' },
] as const;

/**
 * Two runs side by side as a table: medians and shares of each, and the differences with their bounds.
 *
 * @param width columns of the terminal. Default: no limit.
 */
export function comparisonAsText(compared: readonly ComparedPath[], paint: Paint, width = unlimited): string {
  if (compared.length === 0) {
    return 'Neither run has a connect, so there is nothing to compare.';
  }
  const rows = compared.map((each) => [
    each.phase,
    each.path,
    each.attempts.join(' / '),
    ...each.waitMs.map((ms, index) => median(ms, each.isLowerBound[index] === true, each.waitWithinMs[index] ?? null)),
    difference(each.waitDifferenceMs, 'ms', paint),
    ...each.okPercent.map(figure),
    difference(each.okDifference, 'points', paint),
  ]);
  const table = fittingTable(
    {
      head: columns.map(({ head }) => head),
      aligns: columns.map(({ align }) => align),
      rows,
      titles: 2,
      paintHead: (name) => paint('dim', name),
    },
    width,
  );
  return `${table}\n${notes(compared)
    .map((note) => paint('dim', fitLines(note, width)))
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
  return isNoDifference(found) ? paint('dim', `not distinguishable (${within} ${unit})`) : bounds;
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
