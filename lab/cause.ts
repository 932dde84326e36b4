import { undisturbed } from './disturbance.ts';
import { type DnsRefusal, dnsRefusals } from './dns-refusals.ts';
import { clientLookups, type Interval } from './lookups.ts';
import { normalLimitMs, waitedLong, waitedMs } from './normal.ts';
import type { Path } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import { connects, type Span } from './selection.ts';

/** What slow connects waited for, and who was refused without waiting for it. */
export interface Cause {
  /** Connects that the accept thread had to serve. */
  readonly judged: number;
  /** Those whose client waited longer than is normal by the baseline, for the greeting, the refusal or in vain. */
  readonly slow: number;
  /** What they waited beyond their TCP connection, in ms in all. */
  readonly waitedMs: number;
  /** The part of that in which libwrap was looking a client up. */
  readonly inLookupsMs: number;
  /** Those of which less than half of the wait is explained so. */
  readonly unexplained: readonly ConnectSample[];
  /** Refused because of the DNS, and not after a wait that a lookup explains: a wrong answer may come quickly. None of them is slow. */
  readonly refused: readonly DnsRefusal[];
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
  const paths = servedByAcceptThread.map((path) => ({ judged: judgedConnects(record, path, span), limitMs: normalLimitMs(record, path) }));
  const waits = paths.flatMap(({ judged, limitMs }) =>
    judged.filter((sample) => limitMs !== null && waitedLong(sample, limitMs)).map((sample) => waitWith(sample, openUntil)),
  );
  const explained = new Set(waits.filter(({ isExplained }) => isExplained).map(({ sample }) => sample));
  const refused = dnsRefusals(record, span).filter(({ sample }) => !explained.has(sample));
  const isRefused = new Set(refused.map(({ sample }) => sample));
  const slow = waits.filter(({ sample }) => !isRefused.has(sample));
  return {
    judged: paths.reduce((sum, { judged }) => sum + judged.length, 0),
    slow: slow.length,
    waitedMs: slow.reduce((sum, wait) => sum + wait.waitedMs, 0),
    inLookupsMs: slow.reduce((sum, wait) => sum + wait.inLookupsMs, 0),
    unexplained: slow.filter(({ isExplained }) => !isExplained).map(({ sample }) => sample),
    refused,
  };
}

function judgedConnects(record: RunRecord, path: Path, span: Span): ConnectSample[] {
  return undisturbed(record, connects(record, path, span)).filter(
    ({ pooled, stages }) => !pooled && (path === 'socket' || stages.tcpConnected !== null),
  );
}

function waitWith(sample: ConnectSample, openUntil: (untilNs: number) => number) {
  const wait = waitOf(sample);
  const waited = lengthMs(wait);
  const inLookupsMs = (openUntil(wait.toNs) - openUntil(wait.fromNs)) / 1e6;
  return { sample, waitedMs: waited, inLookupsMs, isExplained: inLookupsMs >= explainedFrom * waited };
}

/** From when the kernel had the connection (for the socket: when the client really began) until the client knew how it ended. */
function waitOf(sample: ConnectSample): Interval {
  const { scheduledNs, lagMs, stages } = sample;
  const beganMs = stages.tcpConnected ?? lagMs;
  return { fromNs: scheduledNs + beganMs * 1e6, toNs: scheduledNs + Math.max(beganMs, waitedMs(sample)) * 1e6 };
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
