import type { ServerReading } from '../../model/readings.ts';
import { type Outcome, outcomes, type Path, paths, phases } from '../../model/vocabulary.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { ConnectSample, Reading } from '../../record/samples.ts';
import { openLookups } from '../../statistics/lookups.ts';
import { connects, faultWindow, readings } from '../../statistics/select.ts';
import { disturbances } from '../../statistics/tool-interference.ts';
import { waitedMs } from '../../statistics/waited.ts';
import type { ChartData, Points } from '../page/chart-data.ts';

const slices = 8000;

/** Null if the run did not begin. */
export function chartData(record: RunRecord): ChartData | null {
  const { startNs, windows } = record.manifest;
  const endMs = windows.recovery.endMs;
  if (startNs === null || endMs === 0) {
    return null;
  }
  const sinceStartMs = (atNs: number): number => (atNs - startNs) / 1e6;
  const fault = faultWindow(record);
  const lookups = openLookups(record).map(({ fromNs, toNs }) => ({ fromMs: sinceStartMs(fromNs), toMs: sinceStartMs(toNs) }));
  const reading = (side: Reading['side'], name: ServerReading): Points =>
    points(
      readings(record, side, 'all').flatMap(({ atNs, values }) => {
        const value = values[name];
        return typeof value === 'number' ? [[sinceStartMs(atNs), value] as const] : [];
      }),
    );
  const all = paths.flatMap((path) => connects(record, path, 'all'));
  return {
    endMs,
    phases: phases.map((name) => ({ name, fromMs: windows[name].startMs, toMs: windows[name].endMs })).filter(isThere),
    fault:
      fault === null
        ? null
        : { fromMs: Math.max(0, sinceStartMs(fault.fromNs)), toMs: Math.min(endMs, sinceStartMs(Math.min(fault.toNs, Number.MAX_VALUE))) },
    disturbances: disturbances(record).map(({ fromNs, toNs }) => ({ fromMs: sinceStartMs(fromNs), toMs: sinceStartMs(toNs) })),
    connects: groups(all).map(({ path, outcome, samples }) => ({
      path,
      outcome,
      ...points(samples.map((sample) => [sinceStartMs(sample.scheduledNs), waitedMs(sample)] as const)),
    })),
    handshakes: points(
      all.flatMap(({ scheduledNs, pooled, source, stages: { tcpConnected } }) =>
        source === null || pooled || tcpConnected === null ? [] : [[sinceStartMs(scheduledNs), tcpConnected] as const],
      ),
    ),
    acceptQueue: reading('server', 'acceptQueueDepth'),
    timeWait: { server: reading('server', 'timeWait'), client: reading('client', 'timeWait') },
    queriesOpen: points(mostInEachSlice(openCounts(lookups), endMs)),
    queriesPerSecond: points(perSecond(lookups, endMs)),
  };
}

interface IntervalMs {
  readonly fromMs: number;
  readonly toMs: number;
}

function isThere({ fromMs, toMs }: IntervalMs): boolean {
  return toMs > fromMs;
}

/** The connects of one path that ended in the same way. */
function groups(all: readonly ConnectSample[]): { path: Path; outcome: Outcome; samples: ConnectSample[] }[] {
  const found = Map.groupBy(all, ({ path, outcome }) => `${path} ${outcome}`);
  return paths.flatMap((path) =>
    outcomes.flatMap((outcome) => {
      const samples = found.get(`${path} ${outcome}`);
      return samples === undefined ? [] : [{ path, outcome, samples }];
    }),
  );
}

/** How many are open after each beginning and each end. */
function openCounts(intervals: readonly IntervalMs[]): (readonly [number, number])[] {
  const changes = intervals
    .flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, by: 1 },
      { atMs: toMs, by: -1 },
    ])
    .toSorted((a, b) => a.atMs - b.atMs || a.by - b.by);
  let open = 0;
  const counts = changes.map(({ atMs, by }) => {
    open += by;
    return [atMs, open] as const;
  });
  return counts.length === 0 ? [] : [[0, 0], ...counts];
}

/** The largest count of each slice of the run: a screen cannot show more changes than it has columns. */
function mostInEachSlice(counts: readonly (readonly [number, number])[], endMs: number): readonly (readonly [number, number])[] {
  if (counts.length <= slices) {
    return counts;
  }
  const most = new Map<number, number>();
  for (const [atMs, count] of counts) {
    const slice = Math.floor((atMs * slices) / endMs);
    most.set(slice, Math.max(count, most.get(slice) ?? 0));
  }
  return [...most].map(([slice, count]) => [(slice * endMs) / slices, count] as const);
}

function perSecond(intervals: readonly IntervalMs[], endMs: number): (readonly [number, number])[] {
  const counts = Array.from({ length: Math.ceil(endMs / 1000) }, () => 0);
  for (const { fromMs } of intervals) {
    const second = Math.floor(fromMs / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts.map((count, second) => [second * 1000, count] as const);
}

/** In order of time. A tenth of a millisecond and three digits are more precise than a chart can show. */
function points(pairs: readonly (readonly [atMs: number, value: number])[]): Points {
  const sorted = pairs.toSorted(([a], [b]) => a - b).map(([atMs, value]) => [Math.round(atMs * 10), value] as const);
  return {
    stepMs: sorted.map(([tenths], index) => (tenths - (sorted[index - 1]?.[0] ?? 0)) / 10),
    value: sorted.map(([, value]) => Number(value.toPrecision(3))),
  };
}
