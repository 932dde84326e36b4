import type { Arrival } from '../../model/timeline.ts';
import type { Outcome, Path } from '../../model/vocabulary.ts';
import type { ConnectSample } from '../../record/samples.ts';
import { waitedMs } from '../../statistics/waited.ts';
import { sliceOf } from './slices.ts';

/** What came of the connects of one slice of time. */
export interface ConnectSlice {
  /** The longest wait, in ms. */
  readonly worstMs: number;
  /** Whether one of them ended as none of this path should. */
  readonly bad: boolean;
  /** Whether one of them still waits. */
  readonly waiting: boolean;
}

export interface LatestConnect {
  readonly ms: number;
  readonly outcome: Outcome;
}

/** One path of a run as far as it got. Who still waits counts as waiting for as long as they have, as everywhere in the lab. */
export class PathSoFar {
  readonly path: Path;
  readonly counts: Record<Outcome, number> = { ok: 0, refused: 0, timedOut: 0, failed: 0, pending: 0 };
  latest: LatestConnect | undefined;
  readonly #slices: (ConnectSlice | undefined)[];
  readonly #arrivals: readonly Arrival[];
  readonly #retryDelaysMs: ReadonlyMap<number, readonly number[]>;
  /** How many arrivals have come so far. */
  #come = 0;
  /** Since when each client waits that has come and is not done, by its id. */
  readonly #waitingSinceMs = new Map<number, number>();

  /** @param arrivals those of this path, in the order of time. */
  constructor(path: Path, arrivals: readonly Arrival[], sliceCount: number) {
    this.path = path;
    this.#arrivals = arrivals;
    this.#retryDelaysMs = new Map(
      arrivals.filter(({ retryDelaysMs }) => retryDelaysMs.length > 0).map((arrival) => [arrival.id, arrival.retryDelaysMs]),
    );
    this.#slices = new Array<ConnectSlice | undefined>(sliceCount).fill(undefined);
  }

  /** Lets the clients come that are due. */
  advance(nowMs: number): void {
    for (let next = this.#arrivals[this.#come]; next !== undefined && next.atMs <= nowMs; next = this.#arrivals[this.#come]) {
      this.#waitingSinceMs.set(next.id, next.atMs);
      this.#come += 1;
    }
  }

  /** Takes what came of a connect that was scheduled at `scheduledMs` from the beginning of the run. */
  take(sample: ConnectSample, scheduledMs: number): void {
    // The clock of the agents may be ahead of the one of the view.
    this.advance(scheduledMs + 1);
    this.#waitingSinceMs.delete(sample.id);
    const { outcome } = sample;
    const ms = waitedMs(sample);
    this.counts[outcome] += 1;
    this.latest = { ms, outcome };
    const index = sliceOf(scheduledMs, this.#slices.length);
    const before = this.#slices[index];
    this.#slices[index] = {
      worstMs: Math.max(ms, before?.worstMs ?? 0),
      bad: before?.bad === true || isBad(this.path, outcome),
      waiting: outcome === 'pending' || before?.waiting === true,
    };
    const retryDelayMs = this.#retryDelaysMs.get(sample.id)?.[sample.attempt - 1];
    if (outcome !== 'ok' && outcome !== 'pending' && retryDelayMs !== undefined) {
      this.#waitingSinceMs.set(sample.id, scheduledMs + sample.elapsedMs + retryDelayMs);
    }
  }

  /** Clients that wait, and those that the end of the run found waiting. */
  pending(nowMs: number): number {
    return this.counts.pending + this.#waiting(nowMs).length;
  }

  /** All slices, with those who wait in the slices in which they came. */
  slices(nowMs: number): readonly (ConnectSlice | undefined)[] {
    const all = [...this.#slices];
    for (const sinceMs of this.#waiting(nowMs)) {
      const index = sliceOf(sinceMs, all.length);
      const before = all[index];
      all[index] = { worstMs: Math.max(nowMs - sinceMs, before?.worstMs ?? 0), bad: before?.bad === true, waiting: true };
    }
    return all;
  }

  #waiting(nowMs: number): number[] {
    return [...this.#waitingSinceMs.values()].filter((sinceMs) => sinceMs <= nowMs);
  }
}

/** An outsider is to be refused, everybody else to get in. */
function isBad(path: Path, outcome: Outcome): boolean {
  if (outcome === 'timedOut' || outcome === 'failed') {
    return true;
  }
  return outcome === (path === 'outsider' || path === 'adminOutsider' ? 'ok' : 'refused');
}
