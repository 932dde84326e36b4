import { exponential, type RandomSource, randomSource, shuffled } from '../maths/random.ts';
import type { Arrivals, Retry, Stream } from '../model/load.ts';
import { type Arrival, type PhaseWindows, stepWindows } from '../model/timeline.ts';
import type { Path, Phase } from '../model/vocabulary.ts';
import type { NamedHost } from '../network/addresses.ts';

/** Where the connects of a path come from. */
export interface Sources {
  readonly tcp: readonly NamedHost[];
  /** The hosts of `tcp` that are held back, and until when. Default: none. */
  readonly newcomers?: { readonly hosts: readonly NamedHost[]; readonly fromMs: number };
  readonly outsider: readonly NamedHost[];
  /** The database host, for `localTcp`. */
  readonly host: NamedHost;
}

/** The whole load of a run, in order of time. It depends on scenario and seed alone, never on the server. */
export function scheduleArrivals(load: readonly Stream[], windows: PhaseWindows, sources: Sources, seed: number): Arrival[] {
  return load
    .flatMap((stream) => arrivalsOf(stream, windows, sources, seed))
    .sort((a, b) => a.atMs - b.atMs)
    .map((arrival, id) => ({ id, ...arrival }));
}

function arrivalsOf(stream: Stream, windows: PhaseWindows, sources: Sources, seed: number): Omit<Arrival, 'id'>[] {
  const { path, connectTimeoutMs, retry, pool, turns, quits = true } = stream;
  const times = arrivalTimes(stream.arrivals, windows, randomSource(seed, `arrivals of ${path}`)).toSorted((a, b) => a - b);
  const hosts = hostsOf(path, sources);
  const heldBack = path === 'tcp' ? sources.newcomers : undefined;
  const late = new Set(heldBack?.hosts.map(({ address }) => address));
  const begins = ({ address }: NamedHost): number => (heldBack !== undefined && late.has(address) ? heldBack.fromMs : 0);
  const choose = turns === true ? inTurns : drawn;
  const next = choose(
    hosts.map((host) => ({ address: host.address, fromMs: begins(host) })),
    randomSource(seed, `sources of ${path}`),
  );
  const jitter = randomSource(seed, `retries of ${path}`);
  const common = { path, connectTimeoutMs, idleConnections: pool?.idleConnections ?? 0, quits };
  // A client fills its pool when it starts, with connects of its own.
  const filling = hosts.flatMap((host) =>
    Array.from({ length: common.idleConnections }, () => ({ ...common, source: host.address, atMs: begins(host), retryDelaysMs: [] })),
  );
  const arriving = times.map((atMs) => ({ ...common, source: next(atMs), atMs, retryDelaysMs: retryDelays(retry, jitter) }));
  return [...filling, ...arriving];
}

/** A host that connects, and when it begins to. */
interface Source {
  readonly address: string;
  readonly fromMs: number;
}

/** The address of the host that an arrival comes from; called for each arrival, in order of time. Null if there are no hosts. */
type NextSource = (atMs: number) => string | null;

/** Each arrival draws its host. */
function drawn(hosts: readonly Source[], random: RandomSource): NextSource {
  return (atMs) => {
    const there = hosts.filter(({ fromMs }) => fromMs <= atMs);
    return there[Math.floor(random() * there.length)]?.address ?? null;
  };
}

/** Hosts take turns, shuffled for each round; a new round begins when hosts are added. */
function inTurns(hosts: readonly Source[], random: RandomSource): NextSource {
  let there: readonly Source[] = [];
  let round: Source[] = [];
  return (atMs) => {
    const now = hosts.filter(({ fromMs }) => fromMs <= atMs);
    if (round.length === 0 || now.length !== there.length) {
      there = now;
      round = shuffled(now, random);
    }
    return round.pop()?.address ?? null;
  };
}

function arrivalTimes(arrivals: Arrivals, windows: PhaseWindows, random: RandomSource): number[] {
  switch (arrivals.process) {
    case 'fixed': {
      const { startMs, endMs } = windows[arrivals.phase];
      return arrivals.offsetsMs.map((offset) => startMs + offset).filter((atMs) => atMs < endMs);
    }
    case 'constant':
      return evenly(0, windows.recovery.endMs, arrivals.ratePerSecond);
    case 'poisson':
      return arrivals.within === undefined
        ? poisson(windows.recovery.endMs, arrivals.ratePerSecond, random)
        : arrivals.within.flatMap((part) => poissonWithin(part, windows, arrivals.ratePerSecond, random));
    case 'steps': {
      const inSteps = stepWindows(arrivals, windows).flatMap(({ startMs, endMs, ratePerSecond }) =>
        evenly(startMs, endMs, ratePerSecond, 0.5),
      );
      return [...outside(arrivals, windows), ...inSteps];
    }
    case 'burst': {
      const { startMs, endMs } = windows[arrivals.phase];
      const { offsetMs, withinMs, count } = arrivals;
      const burst = Array.from({ length: count }, (_, index) => startMs + offsetMs + (index * withinMs) / count);
      return [...outside(arrivals, windows), ...burst.filter((atMs) => atMs < endMs)];
    }
  }
}

/** Even arrivals outside the phase of the steps or the burst. */
function outside(
  { phase, elsewherePerSecond }: { readonly phase: Phase; readonly elsewherePerSecond: number },
  windows: PhaseWindows,
): number[] {
  const { startMs, endMs } = windows[phase];
  return evenly(0, windows.recovery.endMs, elsewherePerSecond).filter((atMs) => atMs < startMs || atMs >= endMs);
}

/** Times with equal gaps; the first is `firstGap` gaps after `fromMs`. */
function evenly(fromMs: number, toMs: number, ratePerSecond: number, firstGap = 1): number[] {
  const gapMs = 1000 / ratePerSecond;
  const count = Math.max(0, Math.ceil((toMs - fromMs) / gapMs - firstGap - 1e-9));
  return Array.from({ length: count }, (_, index) => fromMs + (index + firstGap) * gapMs);
}

function poisson(toMs: number, ratePerSecond: number, random: RandomSource): number[] {
  const times: number[] = [];
  for (let atMs = exponential(random, 1000 / ratePerSecond); atMs < toMs; atMs += exponential(random, 1000 / ratePerSecond)) {
    times.push(atMs);
  }
  return times;
}

/** A Poisson process with a known number of arrivals: their times are uniform and independent. */
function poissonWithin(
  { phase, fromMs, untilMs }: { readonly phase: Phase; readonly fromMs: number; readonly untilMs: number },
  windows: PhaseWindows,
  ratePerSecond: number,
  random: RandomSource,
): number[] {
  const beginMs = windows[phase].startMs + fromMs;
  const lengthMs = Math.max(0, Math.min(windows[phase].endMs, windows[phase].startMs + untilMs) - beginMs);
  const count = Math.round((lengthMs * ratePerSecond) / 1000);
  return Array.from({ length: count }, () => beginMs + random() * lengthMs);
}

/** Drawn in advance, so that the same seed gives the same load, whatever the server does. */
function retryDelays(retry: Retry | undefined, jitter: RandomSource): number[] {
  if (retry === undefined) {
    return [];
  }
  return Array.from({ length: retry.maximumRetries }, (_, index) =>
    retry.after === 'immediately' ? 0 : jitter() * Math.min(retry.longestDelayMs, retry.firstDelayMs * 2 ** index),
  );
}

function hostsOf(path: Path, sources: Sources): readonly NamedHost[] {
  switch (path) {
    case 'tcp':
    case 'admin':
      return sources.tcp;
    case 'outsider':
    case 'adminOutsider':
      return sources.outsider;
    case 'localTcp':
      return [sources.host];
    case 'socket':
    case 'session':
      return [];
  }
}
