import { type ComparedPath, type Difference, isNoDifference } from '../comparison.ts';
import type { Paint } from './paint.ts';
import { plainTable } from './plain-table.ts';

const columns = ['phase', 'path', 'tries', 'p50 ms', '', 'difference (95 %)', 'in %', '', 'difference (95 %)'];

/** Two runs side by side as a table: medians and shares of each, and what was shown to differ. */
export function comparisonAsText(compared: readonly ComparedPath[], paint: Paint): string {
  const table = plainTable(
    columns.map((name) => paint('dim', name)),
    ['left', 'left', 'right', 'right', 'right', 'left', 'right', 'right', 'left'],
  );
  for (const { phase, path, attempts, waitMs, waitDifferenceMs, okPercent, okDifference } of compared) {
    table.push([
      phase,
      path,
      attempts.join(' / '),
      ...waitMs.map(figure),
      difference(waitDifferenceMs, 'ms', paint),
      ...okPercent.map(figure),
      difference(okDifference, 'points', paint),
    ]);
  }
  return `${table.toString()}\n${paint('dim', 'Bounds take connects for independent of each other. In a queue they are not: repeat runs before you trust a small difference.')}`;
}

function difference(found: Difference | null, unit: string, paint: Paint): string {
  if (found === null) {
    return paint('dim', 'too few connects');
  }
  const bounds = `${signed(found.value)} ${unit} (${signed(found.from)} to ${signed(found.to)})`;
  return isNoDifference(found) ? paint('dim', `no difference: ${bounds}`) : bounds;
}

function figure(value: number | null): string {
  return value === null ? '–' : value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toFixed(1)).toString()}`;
}
