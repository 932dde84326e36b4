import type { Arrival } from '../../model/timeline.ts';
import type { Outcome, Path } from '../../model/vocabulary.ts';
import type { ConnectSample } from '../../record/samples.ts';
import { waitedMs } from '../../statistics/waited.ts';
import { sliceOf } from './slices.ts';

/** The connects of one slice of time. */
export interface ConnectSlice {
  /** The longest wait, in ms. */
  readonly worstMs: number;
  /** Whether one of them ended in a way that is wrong for this path. */
  readonly bad: boolean;
  /** Whether one of them is still waiting. */
  readonly waiting: boolean;
}

interface LatestConnect {
  readonly ms: number;
  readonly outcome: Outcome;
}

/** One path of a run so far. A pending connect counts as a wait of at least the time since its start, as everywhere in the lab. */
export class PathSoFar {
  readonly path: Path;
  readonly counts: Record<Outcome, number> = { ok: 0, refused: 0, timedOut: 0, failed: 0, pending: 0 };
  latest: LatestConnect | undefined;
  readonly #slices: (ConnectSlice | undefined)[];
  readonly #arrivals: readonly Arrival[];
  readonly #retryDelaysMs: ReadonlyMap<number, readonly number[]>;
  /** How many clients have arrived so far. */
  #arrived = 0;
  /** The start of each pending connect, by client id. */
  readonly #waitingSinceMs = new Map<number, number>();

  /** @param arrivals of this path, ordered by time. */
  constructor(path: Path, arrivals: readonly Arrival[], sliceCount: number) {
    this.path = path;
    this.#arrivals = arrivals;
    this.#retryDelaysMs = new Map(
      arrivals.filter(({ retryDelaysMs }) => retryDelaysMs.length > 0).map((arrival) => [arrival.id, arrival.retryDelaysMs]),
    );
    this.#slices = new Array<ConnectSlice | undefined>(sliceCount).fill(undefined);
  }

  /** Adds the clients that arrive until `nowMs`. */
  advance(nowMs: number): void {
    for (let next = this.#arrivals[this.#arrived]; next !== undefined && next.atMs <= nowMs; next = this.#arrivals[this.#arrived]) {
      this.#waitingSinceMs.set(next.id, next.atMs);
      this.#arrived += 1;
    }
  }

  /** Takes the result of a connect that was scheduled `scheduledMs` after the start of the run. */
  take(sample: ConnectSample, scheduledMs: number): void {
    // The agents' clock may be ahead of the view's.
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

  /** How many clients are waiting, or were waiting when the run ended. */
  pending(nowMs: number): number {
    return this.counts.pending + this.#waiting(nowMs).length;
  }

  /** All slices. Waiting clients count in the slice of their arrival. */
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

/** An outsider must be refused; every other client must get in. */
function isBad(path: Path, outcome: Outcome): boolean {
  if (outcome === 'timedOut' || outcome === 'failed') {
    return true;
  }
  return outcome === (path === 'outsider' || path === 'adminOutsider' ? 'ok' : 'refused');
}
