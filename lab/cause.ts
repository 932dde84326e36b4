import { undisturbed } from './disturbance.ts';
import { clientLookups, type Interval } from './lookups.ts';
import { isSlow, normalLimitMs } from './normal.ts';
import type { Path } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import { connects, type Span } from './selection.ts';

/** What slow connects waited for. */
export interface Cause {
  /** Connects that took longer than is normal by the baseline. */
  readonly slow: number;
  /** What they waited beyond their TCP connection, in ms in all. */
  readonly waitedMs: number;
  /** The part of that in which libwrap was looking a client up. */
  readonly inLookupsMs: number;
  /** Those of which less than half of the wait is explained so. */
  readonly unexplained: readonly ConnectSample[];
}

/** The paths that the accept thread serves. */
const servedByAcceptThread: readonly Path[] = ['tcp', 'socket', 'localTcp'];
const explainedFrom = 0.5;

/**
 * Joins every slow connect with the lookups that ran while it waited: its own, and those of the connections ahead of it. The accept
 * thread makes one lookup after the other and nothing else meanwhile, so the time in which one was open is time for which
 * everybody behind waited. By the nameserver's own ledger, which neither the server nor the clients have a hand in.
 */
export function explainSlowConnects(record: RunRecord, span: Span): Cause {
  const openUntil = timeOpen(merged(clientLookups(record)));
  const slow = servedByAcceptThread.flatMap((path) => slowConnects(record, path, span));
  const shares = slow.map((sample) => {
    const wait = waitOf(sample);
    return { sample, waitedMs: lengthMs(wait), inLookupsMs: (openUntil(wait.toNs) - openUntil(wait.fromNs)) / 1e6 };
  });
  return {
    slow: slow.length,
    waitedMs: shares.reduce((sum, { waitedMs }) => sum + waitedMs, 0),
    inLookupsMs: shares.reduce((sum, { inLookupsMs }) => sum + inLookupsMs, 0),
    unexplained: shares.filter(({ waitedMs, inLookupsMs }) => inLookupsMs < explainedFrom * waitedMs).map(({ sample }) => sample),
  };
}

function slowConnects(record: RunRecord, path: Path, span: Span): ConnectSample[] {
  const limitMs = normalLimitMs(record, path);
  const judged = undisturbed(record, connects(record, path, span)).filter(
    ({ pooled, stages }) => !pooled && (path === 'socket' || stages.tcpConnected !== null),
  );
  return limitMs === null ? [] : judged.filter((sample) => isSlow(sample, limitMs));
}

/** From when the kernel had the connection (for the socket: when the client really began) until the client knew how it ended. */
function waitOf({ scheduledNs, lagMs, stages, elapsedMs }: ConnectSample): Interval {
  const beganMs = stages.tcpConnected ?? lagMs;
  const endedMs = stages.greeting ?? stages.refusal ?? elapsedMs;
  return { fromNs: scheduledNs + beganMs * 1e6, toNs: scheduledNs + Math.max(beganMs, endedMs) * 1e6 };
}

/** The same time as intervals that do not overlap, in order. */
function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (last !== undefined && interval.fromNs <= last.toNs) {
      result[result.length - 1] = { fromNs: last.fromNs, toNs: Math.max(last.toNs, interval.toNs) };
    } else {
      result.push(interval);
    }
  }
  return result;
}

/** How much of the time until a given one lies in the intervals, in ns. A run may have 100,000 connects and as many lookups. */
function timeOpen(intervals: readonly Interval[]): (untilNs: number) => number {
  let sumNs = 0;
  const before = intervals.map(({ fromNs, toNs }) => {
    const soFar = sumNs;
    sumNs += toNs - fromNs;
    return soFar;
  });
  return (untilNs) => {
    let [low, high] = [0, intervals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      [low, high] = (intervals[middle]?.fromNs ?? 0) < untilNs ? [middle + 1, high] : [low, middle];
    }
    const last = intervals[low - 1];
    return last === undefined ? 0 : (before[low - 1] ?? 0) + Math.min(untilNs, last.toNs) - last.fromNs;
  };
}

function lengthMs({ fromNs, toNs }: Interval): number {
  return (toNs - fromNs) / 1e6;
}
