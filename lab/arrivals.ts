import type { NamedHost } from './addresses.ts';
import type { Path, Phase } from './paths.ts';
import { exponential, type RandomSource, randomSource } from './random.ts';
import type { Arrivals, Scenario, Stream } from './scenario.ts';

/** One scheduled connect (for `session`: query). */
export interface Arrival {
  readonly id: number;
  readonly path: Path;
  /** Address that it comes from; null on the database host itself. */
  readonly source: string | null;
  /** From the beginning of the run. */
  readonly atMs: number;
  readonly connectTimeoutMs: number;
}

/** Beginning and end of each phase in ms from the beginning of the run. */
export type PhaseWindows = Readonly<Record<Phase, { readonly startMs: number; readonly endMs: number }>>;

export function phaseWindows({ settleMs, baselineMs, faultMs, recoveryMs }: Scenario['timeline']): PhaseWindows {
  const baseline = settleMs;
  const fault = baseline + baselineMs;
  const recovery = fault + faultMs;
  return {
    settle: { startMs: 0, endMs: baseline },
    baseline: { startMs: baseline, endMs: fault },
    fault: { startMs: fault, endMs: recovery },
    recovery: { startMs: recovery, endMs: recovery + recoveryMs },
  };
}

/** The whole load of a run, in the order of time: it depends on scenario and seed alone, never on how the server does. */
export function scheduleArrivals(
  load: readonly Stream[],
  windows: PhaseWindows,
  sources: Readonly<Record<'tcp' | 'outsider', readonly NamedHost[]>>,
  seed: number,
): Arrival[] {
  return load
    .flatMap((stream) => {
      const times = arrivalTimes(stream.arrivals, windows, randomSource(seed, `arrivals of ${stream.path}`));
      const pick = randomSource(seed, `sources of ${stream.path}`);
      return times.map((atMs) => ({
        path: stream.path,
        source: sourceFor(stream.path, sources, pick),
        atMs,
        connectTimeoutMs: stream.connectTimeoutMs,
      }));
    })
    .sort((a, b) => a.atMs - b.atMs)
    .map((arrival, id) => ({ id, ...arrival }));
}

function arrivalTimes(arrivals: Arrivals, windows: PhaseWindows, random: RandomSource): number[] {
  if (arrivals.process === 'fixed') {
    const { startMs, endMs } = windows[arrivals.phase];
    return arrivals.offsetsMs.map((offset) => startMs + offset).filter((atMs) => atMs < endMs);
  }
  const meanGapMs = 1000 / arrivals.ratePerSecond;
  const nextGapMs = arrivals.process === 'constant' ? () => meanGapMs : () => exponential(random, meanGapMs);
  const times: number[] = [];
  for (let atMs = nextGapMs(); atMs < windows.recovery.endMs; atMs += nextGapMs()) {
    times.push(atMs);
  }
  return times;
}

function sourceFor(path: Path, sources: Readonly<Record<'tcp' | 'outsider', readonly NamedHost[]>>, random: RandomSource): string | null {
  const group = { tcp: 'tcp', admin: 'tcp', outsider: 'outsider', adminOutsider: 'outsider', socket: null, session: null } as const;
  const kind = group[path];
  if (kind === null) {
    return null;
  }
  const hosts = sources[kind];
  return hosts[Math.floor(random() * hosts.length)]?.address ?? null;
}
