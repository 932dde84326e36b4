import { plot } from 'asciichart';
import { type Phase, phases } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import { readings } from '../statistics/select.ts';
import { waitedMs } from '../statistics/waited.ts';
import { unlimited } from '../text/fit-lines.ts';
import type { Paint } from '../text/paint.ts';
import { whyNoQueue, whyNoWaits } from './nothing-to-chart.ts';

const mostColumns = 72;
const fewestColumns = 10;
const heightRows = 8;
/** The columns that the chart library uses for its axis, and the digits it writes there. */
const axis = { columns: 10, digits: 8 } as const;

/**
 * The run as a text plot: waits of TCP clients and depth of the accept queue over time, with the phases below. A plot of nothing is left out,
 * and a sentence says why.
 *
 * @param width columns of the terminal. Default: no limit.
 */
export function timeline(record: RunRecord, paint: Paint, width = unlimited): string {
  const { startNs, windows } = record.manifest;
  const totalMs = windows.recovery.endMs;
  if (startNs === null || totalMs === 0) {
    return 'The run did not begin, so there is no timeline.';
  }
  const count = Math.max(fewestColumns, Math.min(mostColumns, width - axis.columns));
  const column = (atNs: number): number => Math.min(count - 1, Math.max(0, Math.floor((((atNs - startNs) / 1e6) * count) / totalMs)));
  const waits = record.samples
    .filter((sample) => sample.kind === 'connect')
    .filter(({ path }) => path === 'tcp')
    .map((sample) => ({ column: column(sample.scheduledNs), value: waitedMs(sample) }));
  const queue = readings(record, 'server', 'all').flatMap(({ atNs, values }) => {
    const depth = values.acceptQueueDepth;
    return typeof depth === 'number' ? [{ column: column(atNs), value: depth }] : [];
  });
  // On a scale of seconds, healthy waits would be a line at zero.
  const unit = waits.some(({ value }) => value >= 1000) ? { name: 's', ms: 1000 } : { name: 'ms', ms: 1 };
  const phaseLine = phaseBar(windows, totalMs, count, paint);
  const plotted = (title: string, points: readonly Point[]): string =>
    [paint('bold', title), chart(columns(points, count)), phaseLine].join('\n');
  return [
    whyNoWaits(waits.length, ' over TCP') ??
      plotted(
        `Longest wait of a TCP client, in ${unit.name}, by arrival time`,
        waits.map(({ column: at, value }) => ({ column: at, value: value / unit.ms })),
      ),
    whyNoQueue(queue.map(({ value }) => value)) ?? plotted('Connections in the accept queue', queue),
  ].join('\n');
}

interface Point {
  readonly column: number;
  readonly value: number;
}

/** The largest value of each column; an empty column repeats the one before it. */
function columns(points: readonly Point[], count: number): number[] {
  const largest = new Map<number, number>();
  for (const { column, value } of points) {
    largest.set(column, Math.max(value, largest.get(column) ?? 0));
  }
  let last = 0;
  return Array.from({ length: count }, (_, index) => {
    last = largest.get(index) ?? last;
    return last;
  });
}

function chart(values: number[]): string {
  return plot(values, {
    height: heightRows,
    min: 0,
    max: Math.max(1, ...values),
    format: (value) => value.toFixed(value < 10 ? 2 : 0).padStart(axis.digits),
  });
}

function phaseBar(windows: RunRecord['manifest']['windows'], totalMs: number, count: number, paint: Paint): string {
  const parts = phases.map((phase) => {
    const columnsOfPhase = Math.round((windows[phase].endMs * count) / totalMs) - Math.round((windows[phase].startMs * count) / totalMs);
    return phasePart(phase, columnsOfPhase, paint);
  });
  return `${' '.repeat(axis.columns)}${parts.join('')}`;
}

function phasePart(phase: Phase, width: number, paint: Paint): string {
  const text =
    width < phase.length + 2
      ? '─'.repeat(width)
      : ` ${phase} `.padStart(Math.floor((width + phase.length + 2) / 2), '─').padEnd(width, '─');
  return phase === 'fault' ? paint('red', text) : paint('dim', text);
}
