import { counted } from '../../../text/counted.ts';
import type { Paint } from '../../../text/paint.ts';
import { plainTable } from '../../../text/plain-table.ts';
import { shortNumber } from '../../../text/short-number.ts';
import type { SoakJudgement, SoakVerdict } from './judge-growth.ts';
import { type SoakQuantity, soakQuantities } from './soak-quantities.ts';

const styles = { steady: 'green', grows: 'red', unknown: 'yellow' } as const satisfies Record<SoakVerdict, string>;

/** A table with start, end, slope and limit of every quantity. */
export function soakAsText({ figures, notRead, warmUpRuns }: SoakJudgement, paint: Paint): string {
  const table = plainTable(
    ['', `after ${counted(warmUpRuns, 'run')}`, 'at the end', 'slope per run', '95 % interval', 'limit', ''],
    ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
  );
  for (const { id, start, end, slopePerRun, slopeRange, verdict } of figures) {
    const quantity: SoakQuantity = soakQuantities[id];
    const amount = (value: number): string => inUnit(value, quantity.unit);
    table.push([
      quantity.title,
      amount(start),
      amount(end),
      amount(slopePerRun),
      slopeRange.map(amount).join(' to '),
      amount(quantity.limitPerRun),
      paint(styles[verdict], verdict),
    ]);
  }
  const missing = notRead.map((id) => soakQuantities[id].title);
  return `${table.toString()}${missing.length === 0 ? '' : `\n\nnot read here: ${missing.join('; ')}`}`;
}

function inUnit(value: number, unit: SoakQuantity['unit']): string {
  if (unit === 'things') {
    return shortNumber(value);
  }
  const size = Math.abs(value);
  if (size < 1024) {
    return `${shortNumber(value)} B`;
  }
  return size < 1024 ** 2 ? `${shortNumber(value / 1024)} KiB` : `${shortNumber(value / 1024 ** 2)} MiB`;
}
