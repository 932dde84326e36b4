import { type Percentiles, percentiles } from '../maths/percentiles.ts';
import type { Quantity } from '../model/expectation.ts';
import { type Outcome, outcomes, type Path, paths } from '../model/vocabulary.ts';
import { reverseName } from '../network/addresses.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';
import { explainSlowConnects } from './cause.ts';
import { measureAttempts, measureBlocked, measureServed } from './client-tries.ts';
import { measureAdmitted, measureAvailable, measureIdleHosts } from './decided.ts';
import { connectsInSteps, measureKnee, measureQueueAtEnd, measureQueueGrowth } from './queue-growth.ts';
import { turnedAway } from './rejected.ts';
import { measureTimes } from './seen-waits.ts';
import { connects, faultWindow, hostQueries, type Measurement, readings, type Span, spanWindow } from './select.ts';
import { isSlow, normal, normalLimitMs } from './slow-connects.ts';
import { undisturbedReadings } from './tool-interference.ts';
import { tookTo, waitedMs, waitedUntilOver } from './waited.ts';
import { measureWait } from './waits.ts';

export { connects, faultWindow, type Measurement, queries, readings, type Span } from './select.ts';

/** Measures one quantity over the connects, readings and queries of one phase. */
export function measure(record: RunRecord, quantity: Quantity, span: Span): Measurement {
  switch (quantity.of) {
    case 'stage': {
      const { path, steps } = quantity;
      const taken = steps === undefined ? connects(record, path, span) : connectsInSteps(record, path, steps);
      const times = taken.flatMap((sample) => tookTo(sample, quantity.stage));
      return measureTimes(record, times, quantity.statistic);
    }
    case 'elapsed':
      return measureTimes(record, connects(record, quantity.path, span).map(waitedUntilOver), quantity.statistic);
    case 'wait':
      return measureWait(record, quantity, span);
    case 'available':
      return measureAvailable(record, quantity, span);
    case 'admitted':
      return measureAdmitted(record, quantity, span);
    case 'idleHosts':
      return measureIdleHosts(record, quantity, span);
    case 'outcome': {
      const all = connects(record, quantity.path, span);
      const count = all.filter(({ outcome }) => outcome === quantity.outcome).length;
      const percent = all.length === 0 ? null : (100 * count) / all.length;
      return { value: quantity.as === 'count' ? count : percent, unit: quantity.as === 'count' ? 'connects' : '%', samples: all.length };
    }
    case 'turnedAway': {
      const all = connects(record, quantity.path, span);
      const count = all.filter((sample) => turnedAway(sample, record.manifest.host)).length;
      return { value: all.length === 0 ? null : (100 * count) / all.length, unit: '%', samples: all.length };
    }
    case 'error': {
      const all = connects(record, quantity.path, span);
      return { value: all.filter(({ error }) => error?.code === quantity.code).length, unit: 'connects', samples: all.length };
    }
    case 'reading':
      return measureReading(undisturbedReadings(record, readings(record, quantity.side, span)), quantity);
    case 'lookups':
      return measureLookups(record, quantity, span);
    case 'variable': {
      const value = record.manifest.server?.variables[quantity.name] ?? null;
      return { value, unit: '', samples: value === null ? 0 : 1 };
    }
    case 'recovery':
      return measureRecovery(record, quantity);
    case 'errorTime': {
      const failed = connects(record, quantity.path, span).filter(({ error }) => error?.code === quantity.code);
      const times = failed.map((sample) => ({ sample, ms: sample.elapsedMs, ended: true }));
      return measureTimes(record, times, quantity.statistic);
    }
    case 'cause': {
      const { slow, waitedMs, inLookupsMs } = explainSlowConnects(record, span);
      return { value: waitedMs === 0 ? null : (100 * inLookupsMs) / waitedMs, unit: '%', samples: slow };
    }
    case 'attempts':
      return measureAttempts(record, quantity.path, span);
    case 'served':
      return measureServed(record, quantity.path, span);
    case 'blocked':
      return measureBlocked(record, quantity, span);
    case 'knee':
      return measureKnee(record, quantity.path);
    case 'queueAtEnd':
      return measureQueueAtEnd(record);
    case 'queueGrowth':
      return measureQueueGrowth(record, quantity);
    case 'perConnect':
      return measurePerConnect(record, quantity, span);
    case 'queries':
      return measureQueries(record, quantity, span);
    case 'logLines': {
      const lines = record.events.filter((event) => event.kind === 'log' && event.role === 'database');
      const texts = typeof quantity.containing === 'string' ? [quantity.containing] : quantity.containing;
      const count = lines.filter((event) => event.kind === 'log' && texts.some((text) => event.line.includes(text))).length;
      return { value: count, unit: 'lines', samples: lines.length };
    }
    case 'linkage': {
      const text = quantity.by === 'ldd' ? record.manifest.server?.ldd : record.manifest.server?.libwrapMaps.join('\n');
      const library = /libwrap\.so\.\d+/.exec(text ?? '')?.[0] ?? 'no libwrap';
      return { value: text === undefined ? null : library, unit: '', samples: text === undefined ? 0 : 1 };
    }
  }
}

/** How late the load agents began their connects, in ms: their own fault, not the server's. */
export function loadLag(record: RunRecord): Percentiles | null {
  return percentiles(record.samples.filter((sample) => sample.kind === 'connect').map(({ lagMs }) => lagMs));
}

/** Whether the load agents began their connects later than the scenario allows: then nothing can be said of the server. */
export function fellBehind(record: RunRecord): boolean {
  return (loadLag(record)?.p99 ?? 0) > record.manifest.scenario.lagBudgetMs;
}

export type OutcomeCounts = Readonly<Record<Outcome, number>> & { readonly attempts: number };

export function countOutcomes(samples: readonly ConnectSample[]): OutcomeCounts {
  const counts = outcomes.map((outcome) => [outcome, samples.filter((sample) => sample.outcome === outcome).length]);
  return { attempts: samples.length, ...(Object.fromEntries(counts) as Record<Outcome, number>) };
}

/** The phases and paths that have connects, for tables. */
export function usedPaths(record: RunRecord): Path[] {
  return paths.filter((path) => connects(record, path, 'all').length > 0);
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
function measureLookups(record: RunRecord, { path, type }: Extract<Quantity, { of: 'lookups' }>, span: Span): Measurement {
  const reachedServer = connects(record, path, span).filter(({ stages }) => stages.tcpConnected !== null);
  const addresses = new Set(reachedServer.flatMap(({ source }) => (source === null ? [] : [source])));
  const names =
    type === 'PTR'
      ? new Set([...addresses].map(reverseName))
      : new Set(record.manifest.clients.filter(({ address }) => addresses.has(address)).map(({ name }) => name));
  const types = type === 'PTR' ? ['PTR'] : ['A', 'AAAA'];
  const asked = hostQueries(record, span).filter((query) => types.includes(query.type) && names.has(query.name)).length;
  const samples = reachedServer.length;
  return { value: samples === 0 ? null : asked / samples, unit: 'queries per connect', samples };
}

function measureRecovery(record: RunRecord, { path, withinMs }: Extract<Quantity, { of: 'recovery' }>): Measurement {
  const limitMs = withinMs ?? normalLimitMs(record, path);
  const after = connects(record, path, 'recovery').toSorted((a, b) => a.scheduledNs - b.scheduledNs);
  const { startNs, windows } = record.manifest;
  if (limitMs === null || startNs === null || after.length === 0) {
    return { value: null, unit: 's', samples: 0 };
  }
  const window = faultWindow(record);
  const endNs = window === null || !Number.isFinite(window.toNs) ? startNs + windows.fault.endMs * 1e6 : window.toNs;
  const recovered = firstOfRecovered(after.map((sample) => isSlow(sample, limitMs)));
  const last = after[recovered - 1];
  const samples = after.length - recovered;
  const seconds = last === undefined ? 0 : (last.scheduledNs + waitedMs(last) * 1e6 - endNs) / 1e9;
  if (samples === 0 && withinMs !== undefined) {
    // It had not recovered when the run was over.
    return {
      value: Math.max(0, (startNs + windows.recovery.endMs * 1e6 - endNs) / 1e9),
      unit: 's',
      samples: after.length,
      isLowerBound: true,
    };
  }
  return { value: samples === 0 ? null : Math.max(0, seconds), unit: 's', samples };
}

/** Index of the first connect from which on, itself not slow, no more than the allowed share is; the length where there is none. */
function firstOfRecovered(slow: readonly boolean[]): number {
  const index = slow.findIndex((slowHere, from) => {
    const rest = slow.slice(from);
    return !slowHere && rest.filter(Boolean).length <= normal.slowShare * rest.length;
  });
  return index === -1 ? slow.length : index;
}

/** A counter that begins at nought, such as reads of a file, for each connect of these paths that the server had to judge. */
function measurePerConnect(record: RunRecord, quantity: Extract<Quantity, { of: 'perConnect' }>, span: Span): Measurement {
  const counted = measureReading(readings(record, 'server', span), {
    of: 'reading',
    side: 'server',
    name: quantity.reading,
    statistic: 'max',
  });
  const samples = quantity.paths
    .flatMap((path) => connects(record, path, span))
    .filter(({ stages, pooled }) => stages.tcpConnected !== null && !pooled).length;
  const value = typeof counted.value === 'number' && samples > 0 ? counted.value / samples : null;
  return { value, unit: 'per connect', samples };
}

/** What the nameserver was asked, without the lab's own questions. */
function measureQueries(record: RunRecord, { as }: Extract<Quantity, { of: 'queries' }>, span: Span): Measurement {
  const asked = hostQueries(record, span);
  if (as === 'answerMs') {
    const times = asked.flatMap(({ receivedNs, answeredNs }) => (answeredNs === null ? [] : [(answeredNs - receivedNs) / 1e6]));
    return { value: percentiles(times)?.p50 ?? null, unit: 'ms', samples: times.length };
  }
  const { windows } = record.manifest;
  const { startMs, endMs } = spanWindow(span, windows);
  const seconds = (endMs - startMs) / 1000;
  return { value: seconds === 0 ? null : asked.length / seconds, unit: 'queries per second', samples: asked.length };
}
