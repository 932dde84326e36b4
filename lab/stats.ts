import { reverseName } from './addresses.ts';
import type { QueryEvent } from './events.ts';
import type { Quantity } from './expectation.ts';
import { type Percentiles, percentiles } from './histogram.ts';
import { type Outcome, outcomes, type Path, type Phase, paths, phases, type Stage } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample, Reading } from './samples.ts';
import { turnedAway } from './turned-away.ts';

export type PhaseOrAll = Phase | 'all';

/** A quantity as measured; `value` is null when there is nothing to measure it by, and `samples` says by how much it is. */
export interface Measurement {
  readonly value: number | string | null;
  readonly unit: string;
  readonly samples: number;
}

/** Measures one quantity over the connects, readings and queries of one phase. */
export function measure(record: RunRecord, quantity: Quantity, phase: PhaseOrAll): Measurement {
  switch (quantity.of) {
    case 'stage': {
      const times = stageTimes(connects(record, quantity.path, phase), quantity.stage);
      return { value: percentiles(times)?.[quantity.statistic] ?? null, unit: 'ms', samples: times.length };
    }
    case 'outcome': {
      const all = connects(record, quantity.path, phase);
      const count = all.filter(({ outcome }) => outcome === quantity.outcome).length;
      const percent = all.length === 0 ? null : (100 * count) / all.length;
      return { value: quantity.as === 'count' ? count : percent, unit: quantity.as === 'count' ? 'connects' : '%', samples: all.length };
    }
    case 'turnedAway': {
      const all = connects(record, quantity.path, phase);
      const count = all.filter((sample) => turnedAway(sample, record.manifest.host)).length;
      return { value: all.length === 0 ? null : (100 * count) / all.length, unit: '%', samples: all.length };
    }
    case 'error': {
      const all = connects(record, quantity.path, phase);
      return { value: all.filter(({ error }) => error?.code === quantity.code).length, unit: 'connects', samples: all.length };
    }
    case 'reading':
      return measureReading(readings(record, quantity.side, phase), quantity);
    case 'lookups':
      return measureLookups(record, quantity, phase);
    case 'variable': {
      const value = record.manifest.server?.variables[quantity.name] ?? null;
      return { value, unit: '', samples: value === null ? 0 : 1 };
    }
    case 'recovery':
      return measureRecovery(record, quantity.path);
  }
}

/** Connects of a path whose scheduled start lies in the phase. */
export function connects(record: RunRecord, path: Path, phase: PhaseOrAll): ConnectSample[] {
  const within = inPhase(record, phase);
  return record.samples
    .filter((sample) => sample.kind === 'connect')
    .filter((sample) => sample.path === path && within(sample.scheduledNs));
}

/** Readings of one side that were taken in the phase. */
export function readings(record: RunRecord, side: Reading['side'], phase: PhaseOrAll): Reading[] {
  const within = inPhase(record, phase);
  return record.samples.filter((sample) => sample.kind === 'reading').filter((sample) => sample.side === side && within(sample.atNs));
}

/** Queries that reached the nameserver in the phase. */
export function queries(record: RunRecord, phase: PhaseOrAll): QueryEvent[] {
  const within = inPhase(record, phase);
  return record.events.filter((event) => event.kind === 'query').filter((event) => within(event.receivedNs));
}

/** When the fault was in force by the DNS agent's own account, in ns of the monotonic clock; null when it never was. */
export function faultWindow(record: RunRecord): { readonly fromNs: number; readonly toNs: number } | null {
  const changes = record.events.filter((event) => event.kind === 'fault').toSorted((a, b) => a.atNs - b.atNs);
  const begin = changes.find(({ fault }) => fault.id !== 'none');
  const end = changes.find(({ atNs, fault }) => begin !== undefined && atNs >= begin.atNs && fault.id === 'none');
  return begin === undefined ? null : { fromNs: begin.atNs, toNs: end?.atNs ?? Number.POSITIVE_INFINITY };
}

/** How late the load agents began their connects, in ms: their own fault, not the server's. */
export function loadLag(record: RunRecord): Percentiles | null {
  return percentiles(record.samples.filter((sample) => sample.kind === 'connect').map(({ lagMs }) => lagMs));
}

export type OutcomeCounts = Readonly<Record<Outcome, number>> & { readonly attempts: number };

export function countOutcomes(samples: readonly ConnectSample[]): OutcomeCounts {
  const counts = outcomes.map((outcome) => [outcome, samples.filter((sample) => sample.outcome === outcome).length]);
  return { attempts: samples.length, ...(Object.fromEntries(counts) as Record<Outcome, number>) };
}

/** Times of one stage in ms. A connect that did not come that far, and timed out or is pending, counts as at least as long as it lasted. */
export function stageTimes(samples: readonly ConnectSample[], stage: Stage): number[] {
  return samples.flatMap((sample) => {
    const reached = sample.stages[stage];
    if (reached !== null) {
      return [reached];
    }
    const stillWaiting = sample.outcome === 'timedOut' || sample.outcome === 'pending';
    return stillWaiting && stage !== 'refusal' ? [sample.elapsedMs] : [];
  });
}

/** The phases and paths that have connects, for tables. */
export function usedPaths(record: RunRecord): Path[] {
  return paths.filter((path) => connects(record, path, 'all').length > 0);
}

function inPhase({ manifest: { startNs, windows } }: RunRecord, phase: PhaseOrAll): (atNs: number) => boolean {
  if (startNs === null) {
    return () => false;
  }
  const last = phases.at(-1) ?? 'recovery';
  const { startMs, endMs } = phase === 'all' ? { startMs: 0, endMs: windows[last].endMs } : windows[phase];
  return (atNs) => atNs >= startNs + startMs * 1e6 && atNs < startNs + endMs * 1e6;
}

function measureReading(taken: readonly Reading[], { name, statistic }: Extract<Quantity, { of: 'reading' }>): Measurement {
  const values = taken.map((reading) => reading.values[name]).filter((value) => typeof value === 'number');
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) {
    return { value: null, unit: '', samples: 0 };
  }
  const value = {
    min: () => Math.min(...values),
    mean: () => values.reduce((sum, each) => sum + each, 0) / values.length,
    max: () => Math.max(...values),
    increase: () => last - first,
  }[statistic]();
  return { value, unit: '', samples: values.length };
}

/** Lookups for each connect that the kernel handed to the server, whether or not its client was still there. */
function measureLookups(record: RunRecord, { path, type }: Extract<Quantity, { of: 'lookups' }>, phase: PhaseOrAll): Measurement {
  const reachedServer = connects(record, path, phase).filter(({ stages }) => stages.tcpConnected !== null);
  const addresses = new Set(reachedServer.flatMap(({ source }) => (source === null ? [] : [source])));
  const names =
    type === 'PTR'
      ? new Set([...addresses].map(reverseName))
      : new Set(record.manifest.clients.filter(({ address }) => addresses.has(address)).map(({ name }) => name));
  const types = type === 'PTR' ? ['PTR'] : ['A', 'AAAA'];
  const asked = queries(record, phase).filter((query) => types.includes(query.type) && names.has(query.name)).length;
  const samples = reachedServer.length;
  return { value: samples === 0 ? null : asked / samples, unit: 'queries per connect', samples };
}

/**
 * A connect is back to normal within three times the baseline's 95th percentile, or 50 ms where that is less. The path is, once
 * no more than one connect in twenty is not: a machine that is busy with something else for a moment makes one slow at any time.
 */
const normal = { timesBaseline: 3, floorMs: 50, slowShare: 0.05 } as const;

function measureRecovery(record: RunRecord, path: Path): Measurement {
  const baseline = percentiles(stageTimes(connects(record, path, 'baseline'), 'greeting'));
  const after = connects(record, path, 'recovery').toSorted((a, b) => a.scheduledNs - b.scheduledNs);
  const { startNs, windows } = record.manifest;
  if (baseline === null || startNs === null || after.length === 0) {
    return { value: null, unit: 's', samples: 0 };
  }
  const window = faultWindow(record);
  const endNs = window === null || !Number.isFinite(window.toNs) ? startNs + windows.fault.endMs * 1e6 : window.toNs;
  const limitMs = Math.max(normal.floorMs, normal.timesBaseline * baseline.p95);
  const isSlow = ({ stages }: ConnectSample): boolean => stages.greeting === null || stages.greeting > limitMs;
  const recovered = firstOfRecovered(after.map(isSlow));
  const last = after[recovered - 1];
  const samples = after.length - recovered;
  const seconds = last === undefined ? 0 : (last.scheduledNs + (last.stages.greeting ?? last.elapsedMs) * 1e6 - endNs) / 1e9;
  return { value: samples === 0 ? null : Math.max(0, seconds), unit: 's', samples };
}

/** Index of the first connect from which on, itself not slow, no more than the allowed share is; the length where there is none. */
function firstOfRecovered(slow: readonly boolean[]): number {
  const index = slow.findIndex((isSlow, from) => {
    const rest = slow.slice(from);
    return !isSlow && rest.filter(Boolean).length <= normal.slowShare * rest.length;
  });
  return index === -1 ? slow.length : index;
}
