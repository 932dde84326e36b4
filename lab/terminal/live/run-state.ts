import type { AgentEvent } from '../../agents/protocol.ts';
import { paths } from '../../model/vocabulary.ts';
import type { Plan } from '../../plan/plan.ts';
import { PathSoFar } from './path-so-far.ts';
import { sliceMs, sliceOf, slicesOf } from './slices.ts';

/** Depth of the accept queue over the run. */
interface QueueSoFar {
  readonly slices: readonly (number | undefined)[];
  readonly depth: number | undefined;
  readonly limit: number | undefined;
  readonly most: number;
}

/** The queries that the nameserver reported, and how many lookups mysqld has open. */
interface DnsSoFar {
  /** How many were reported in each slice. */
  readonly slices: readonly number[];
  readonly total: number;
  readonly inFlight: number | undefined;
}

/**
 * The state of a run so far, for a live view. Its size depends on the plan alone, not on how much happens. All times are in ms from the start
 * of the run and come from the caller: nothing here reads a clock.
 *
 *     events ─► RunSoFar ─► frame (lines of a terminal) or plainLine
 */
export class RunSoFar {
  readonly plan: Plan;
  readonly totalMs: number;
  readonly sliceCount: number;
  /** The paths of the plan, in the order of the reports. */
  readonly paths: readonly PathSoFar[];
  #startNs = 0;
  readonly #depths: (number | undefined)[];
  readonly #queries: number[];
  #queryCount = 0;
  #depth: number | undefined;
  #limit: number | undefined;
  #most = 0;
  #inFlight: number | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.totalMs = plan.windows.recovery.endMs;
    this.sliceCount = slicesOf(this.totalMs);
    this.#depths = new Array<number | undefined>(this.sliceCount).fill(undefined);
    this.#queries = new Array<number>(this.sliceCount).fill(0);
    this.paths = paths
      .map((path) => ({ path, arrivals: plan.arrivals.filter((arrival) => arrival.path === path) }))
      .filter(({ arrivals }) => arrivals.length > 0)
      .map(({ path, arrivals }) => new PathSoFar(path, arrivals, this.sliceCount));
  }

  /** @param startNs start of the run on the agents' clock. */
  began(startNs: number): void {
    this.#startNs = startNs;
  }

  advance(nowMs: number): void {
    for (const path of this.paths) {
      path.advance(nowMs);
    }
  }

  take(event: AgentEvent, nowMs: number): void {
    if (event.kind === 'connect') {
      this.paths.find(({ path }) => path === event.path)?.take(event, this.#ms(event.scheduledNs));
    } else if (event.kind === 'query') {
      const index = sliceOf(nowMs, this.sliceCount);
      this.#queries[index] = (this.#queries[index] ?? 0) + 1;
      this.#queryCount += 1;
    } else if (event.kind === 'reading' && event.side === 'server') {
      this.#takeReading(event.values, this.#ms(event.atNs));
    }
  }

  get queue(): QueueSoFar {
    return { slices: this.#depths, depth: this.#depth, limit: this.#limit, most: this.#most };
  }

  get dns(): DnsSoFar {
    return { slices: this.#queries, total: this.#queryCount, inFlight: this.#inFlight };
  }

  /** Queries reported in the last second. */
  queriesPerSecond(nowMs: number): number {
    const last = sliceOf(nowMs, this.sliceCount);
    return this.#queries.slice(Math.max(0, last - 1000 / sliceMs), last).reduce((sum, count) => sum + count, 0);
  }

  #takeReading(values: Readonly<Record<string, number | string>>, atMs: number): void {
    const depth = numberOr(values['acceptQueueDepth'], undefined);
    this.#depth = depth ?? this.#depth;
    this.#limit = numberOr(values['acceptQueueLimit'], this.#limit);
    this.#inFlight = numberOr(values['dnsSockets'], this.#inFlight);
    if (depth !== undefined) {
      const index = sliceOf(atMs, this.sliceCount);
      this.#depths[index] = Math.max(depth, this.#depths[index] ?? 0);
      this.#most = Math.max(depth, this.#most);
    }
  }

  #ms(atNs: number): number {
    return (atNs - this.#startNs) / 1e6;
  }
}

function numberOr(value: number | string | undefined, otherwise: number | undefined): number | undefined {
  return typeof value === 'number' ? value : otherwise;
}
