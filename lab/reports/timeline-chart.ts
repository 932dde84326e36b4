import { plot } from 'asciichart';
import { type Phase, phases } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import { readings } from '../statistics/select.ts';
import { waitedMs } from '../statistics/waited.ts';
import type { Paint } from '../text/paint.ts';

const widthColumns = 72;
const heightRows = 8;
/** The columns that the chart library uses for its axis, and the digits it writes there. */
const axis = { columns: 10, digits: 8 } as const;

/** The run as a text plot: waits of TCP clients and depth of the accept queue over time, with the phases below. */
export function timeline(record: RunRecord, paint: Paint): string {
  const { startNs, windows } = record.manifest;
  const totalMs = windows.recovery.endMs;
  if (startNs === null || totalMs === 0) {
    return 'The run did not begin, so there is no timeline.';
  }
  const column = (atNs: number): number =>
    Math.min(widthColumns - 1, Math.max(0, Math.floor((((atNs - startNs) / 1e6) * widthColumns) / totalMs)));
  const waiting = columns(
    record.samples
      .filter((sample) => sample.kind === 'connect')
      .filter(({ path }) => path === 'tcp')
      .map((sample) => ({ column: column(sample.scheduledNs), value: waitedMs(sample) / 1000 })),
  );
  const queue = columns(
    readings(record, 'server', 'all').flatMap(({ atNs, values }) => {
      const depth = values.acceptQueueDepth;
      return typeof depth === 'number' ? [{ column: column(atNs), value: depth }] : [];
    }),
  );
  const phaseLine = phaseBar(windows, totalMs, paint);
  return [
    paint('bold', 'Longest wait of a TCP client, in s, by arrival time'),
    chart(waiting),
    phaseLine,
    paint('bold', 'Connections in the accept queue'),
    chart(queue),
    phaseLine,
  ].join('\n');
}

/** The largest value of each column; an empty column repeats the one before it. */
function columns(points: readonly { readonly column: number; readonly value: number }[]): number[] {
  const largest = new Map<number, number>();
  for (const { column, value } of points) {
    largest.set(column, Math.max(value, largest.get(column) ?? 0));
  }
  let last = 0;
  return Array.from({ length: widthColumns }, (_, index) => {
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

function phaseBar(windows: RunRecord['manifest']['windows'], totalMs: number, paint: Paint): string {
  const parts = phases.map((phase) => {
    const columnsOfPhase =
      Math.round((windows[phase].endMs * widthColumns) / totalMs) - Math.round((windows[phase].startMs * widthColumns) / totalMs);
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
