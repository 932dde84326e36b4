import type { Arrivals } from './load.ts';
import type { Path, Phase } from './vocabulary.ts';

/** One scheduled connect (for `session`: query), and what its client does if it does not get in. */
export interface Arrival {
  readonly id: number;
  readonly path: Path;
  /** Source address; null on the Unix socket. */
  readonly source: string | null;
  /** In ms from the beginning of the run. */
  readonly atMs: number;
  readonly connectTimeoutMs: number;
  /** How long the client waits before each further try, in ms; empty if it does not try again. */
  readonly retryDelaysMs: readonly number[];
  /** How many idle connections its client keeps; 0 if each arrival opens a new one. */
  readonly idleConnections: number;
  /** Whether its client sends COM_QUIT before it closes. */
  readonly quits: boolean;
}

/** Beginning and end of each phase in ms from the beginning of the run. */
export type PhaseWindows = Readonly<Record<Phase, { readonly startMs: number; readonly endMs: number }>>;

/** How long each phase of a run lasts. */
export interface PhaseLengths {
  readonly settleMs: number;
  readonly baselineMs: number;
  readonly faultMs: number;
  readonly recoveryMs: number;
}

export function phaseWindows({ settleMs, baselineMs, faultMs, recoveryMs }: PhaseLengths): PhaseWindows {
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

/** One step of a stepped rate, in ms from the beginning of the run. */
export interface StepWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly ratePerSecond: number;
}

/** The steps of stepped arrivals; the end of the phase cuts the last. */
export function stepWindows(
  { phase, ratesPerSecond, stepMs }: Extract<Arrivals, { process: 'steps' }>,
  windows: PhaseWindows,
): StepWindow[] {
  const { startMs, endMs } = windows[phase];
  return ratesPerSecond
    .map((ratePerSecond, index) => ({
      startMs: startMs + index * stepMs,
      endMs: Math.min(endMs, startMs + (index + 1) * stepMs),
      ratePerSecond,
    }))
    .filter((step) => step.startMs < step.endMs);
}
