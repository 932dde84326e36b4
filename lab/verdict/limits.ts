import type { Expectation, Limit } from '../model/expectation.ts';
import type { RunRecord } from '../record/run-record.ts';
import { measure } from '../statistics/measure.ts';

/** A limit as it is for one run. */
export interface ResolvedLimit {
  /** In the unit of the measurement; null if it cannot be worked out. */
  readonly limit: number | string | null;
  /** How it was worked out, such as "2 × the injected 500 ms", or why it could not be. */
  readonly basis: string;
}

/** PTR, then a forward query to check that the name maps back. */
const lookupsPerConnect = 2;

const noDelay: ResolvedLimit = { limit: null, basis: 'this fault has no delay to multiply' };

/** The limit of an expectation, from what the run injected and measured. Pure. */
export function resolveLimit(record: RunRecord, expectation: Expectation): ResolvedLimit {
  if (expectation.is !== undefined) {
    return { limit: expectation.is, basis: 'fixed' };
  }
  if (expectation.isShown === true) {
    return { limit: null, basis: 'no limit' };
  }
  const limit: Limit = expectation.atLeast ?? expectation.atMost ?? 0;
  const { injectedDelayMs, resolverGivesUpMs } = record.manifest.references;
  if (typeof limit === 'number') {
    return { limit, basis: 'fixed' };
  }
  if ('timesInjectedDelay' in limit) {
    return injectedDelayMs === 0
      ? noDelay
      : {
          limit: limit.timesInjectedDelay * injectedDelayMs,
          basis: `${limit.timesInjectedDelay} × the injected ${rounded(injectedDelayMs)} ms`,
        };
  }
  if ('timesResolverGivesUp' in limit) {
    return {
      limit: limit.timesResolverGivesUp * resolverGivesUpMs,
      basis: `${limit.timesResolverGivesUp} × the resolver's ${resolverGivesUpMs} ms (timeout × attempts)`,
    };
  }
  if ('timesCapacity' in limit) {
    return timesCapacity(limit.timesCapacity, injectedDelayMs);
  }
  if ('lookupsBesideMs' in limit) {
    return shareOfLookups(limit.lookupsBesideMs, injectedDelayMs);
  }
  const { value } = measure(record, expectation.measure, 'baseline');
  return typeof value === 'number' ? timesBaseline(limit, value) : { limit: null, basis: 'the baseline has no samples of it' };
}

function timesCapacity(times: number, injectedDelayMs: number): ResolvedLimit {
  if (injectedDelayMs === 0) {
    return noDelay;
  }
  const capacity = 1000 / (lookupsPerConnect * injectedDelayMs);
  return {
    limit: times * capacity,
    basis: `${times} × ${rounded(capacity)}, which is 1 / (${lookupsPerConnect} × the injected ${rounded(injectedDelayMs)} ms)`,
  };
}

function shareOfLookups(besideMs: number, injectedDelayMs: number): ResolvedLimit {
  const lookupsMs = lookupsPerConnect * injectedDelayMs;
  return injectedDelayMs === 0
    ? noDelay
    : {
        limit: (100 * lookupsMs) / (lookupsMs + besideMs),
        basis: `${lookupsPerConnect} × the injected ${rounded(injectedDelayMs)} ms, and ${besideMs} ms of the server's own`,
      };
}

function timesBaseline({ timesBaseline: times, floor }: Extract<Limit, { timesBaseline: number }>, baseline: number): ResolvedLimit {
  const scaled = times * baseline;
  return scaled < floor
    ? { limit: floor, basis: `the floor; ${times} × the baseline is ${rounded(scaled)}` }
    : { limit: scaled, basis: `${times} × the baseline's ${rounded(baseline)}` };
}

/** To three digits after the point: more than any reader or limit needs. */
export function rounded(value: number): number {
  return Number(value.toFixed(3));
}
