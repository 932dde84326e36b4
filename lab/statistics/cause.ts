import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { type DnsRefusal, dnsRefusals } from './dns-refusals.ts';
import { fullQueueTimes } from './full-queue.ts';
import { clientLookups, type Interval } from './lookups.ts';
import { connects, faultWindow, type Span } from './select.ts';
import { slowAboveMs, waitedLong } from './slow-connects.ts';
import { undisturbed } from './tool-interference.ts';
import { waitedMs } from './waited.ts';

/** What slow connects waited for, and who was refused without waiting for it. */
export interface Cause {
  /** Connects that the accept thread had to serve, or for which there was no room in front of it. */
  readonly judged: number;
  /** Those whose client waited longer than is normal by the baseline, for the greeting, the refusal or in vain. */
  readonly slow: number;
  /** What they waited in all, in ms: beyond their TCP connection, and before it where the accept queue was full. */
  readonly waitedMs: number;
  /** The part of that in which libwrap was looking a client up. */
  readonly inLookupsMs: number;
  /** Those that waited before their TCP connection because the accept queue was full. */
  readonly atFullQueue: number;
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
 *
 * Where the accept queue is full, the kernel drops the SYN, and the client sends it again after a second or more. That wait belongs to
 * whatever held the accept thread while the queue was full, to its last ms: the thread alone can make room.
 *
 * A wait that began under the fault counts until the fault was over: then the crowd that it left behind is what keeps the thread busy.
 */
export function explainSlowConnects(record: RunRecord, span: Span): Cause {
  const held: Held = {
    openUntil: timeOpen(merged(clientLookups(record))),
    full: fullQueueTimes(record),
    healedNs: faultWindow(record)?.toNs ?? Number.POSITIVE_INFINITY,
  };
  const paths = servedByAcceptThread.map((path) => ({
    judged: judgedConnects(record, path, span, held),
    limitMs: slowAboveMs(record, path),
  }));
  const waits = paths.flatMap(({ judged, limitMs }) =>
    judged.filter((sample) => limitMs !== null && waitedLong(sample, limitMs)).map((sample) => waitWith(sample, held)),
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
    atFullQueue: slow.filter(({ atFullQueueMs }) => atFullQueueMs >= synPatienceMs).length,
    unexplained: slow.filter(({ isExplained }) => !isExplained).map(({ sample }) => sample),
    refused,
  };
}

/** What the accept thread was held by, and when nobody could come in front of it. */
interface Held {
  /** Up to a given time, how long a lookup was open, in ns. */
  readonly openUntil: (untilNs: number) => number;
  readonly full: readonly Interval[];
  /** When the fault was over. */
  readonly healedNs: number;
}

/** The kernel sends a SYN again after 1 s at the earliest (RFC 6298). */
const synPatienceMs = 1000;

function judgedConnects(record: RunRecord, path: Path, span: Span, { full }: Held): ConnectSample[] {
  return undisturbed(record, connects(record, path, span)).filter(
    (sample) =>
      !sample.pooled && (path === 'socket' || sample.stages.tcpConnected !== null || overlaps(beforeConnection(sample), full).length > 0),
  );
}

function waitWith(sample: ConnectSample, held: Held) {
  const inQueue = untilHealed(sample, inAcceptQueue(sample), held);
  const before = sample.path === 'socket' ? null : atFullQueue(untilHealed(sample, beforeConnection(sample), held), held);
  const waited = lengthMs(inQueue) + (before?.waitedMs ?? 0);
  const inLookupsMs = openMs(inQueue, held) + (before?.inLookupsMs ?? 0);
  return {
    sample,
    waitedMs: waited,
    inLookupsMs,
    isExplained: inLookupsMs >= explainedFrom * waited,
    atFullQueueMs: before?.waitedMs ?? 0,
  };
}

/** What of a connect's wait lies before the end of the fault; all of it where the connect was due later. */
function untilHealed({ scheduledNs }: ConnectSample, { fromNs, toNs }: Interval, { healedNs }: Held): Interval {
  const endNs = scheduledNs < healedNs ? healedNs : Number.POSITIVE_INFINITY;
  return { fromNs: Math.min(fromNs, endNs), toNs: Math.min(toNs, endNs) };
}

/** From when the kernel had the connection (for the socket: when the client really began) until the client knew how it ended. */
function inAcceptQueue(sample: ConnectSample): Interval {
  const { path, scheduledNs, lagMs, stages } = sample;
  const endMs = waitedMs(sample);
  const beganMs = path === 'socket' ? lagMs : (stages.tcpConnected ?? endMs);
  return { fromNs: scheduledNs + beganMs * 1e6, toNs: scheduledNs + Math.max(beganMs, endMs) * 1e6 };
}

/** From the client's first SYN until the kernel had the connection, or the client went away without. */
function beforeConnection(sample: ConnectSample): Interval {
  const { scheduledNs, lagMs, stages } = sample;
  return { fromNs: scheduledNs + lagMs * 1e6, toNs: scheduledNs + Math.max(lagMs, stages.tcpConnected ?? waitedMs(sample)) * 1e6 };
}

/**
 * The wait for a SYN to be taken, and the part of it that lookups caused: as large as their part of the time in which the queue was full. Null
 * where it was not: then something else kept the client waiting, of which the accept thread knows nothing.
 */
function atFullQueue(wait: Interval, held: Held) {
  const full = overlaps(wait, held.full);
  const fullMs = full.reduce((sum, part) => sum + lengthMs(part), 0);
  if (fullMs === 0) {
    return null;
  }
  const open = full.reduce((sum, part) => sum + openMs(part, held), 0);
  return { waitedMs: lengthMs(wait), inLookupsMs: (lengthMs(wait) * open) / fullMs };
}

function overlaps({ fromNs, toNs }: Interval, intervals: readonly Interval[]): Interval[] {
  return intervals
    .map((each) => ({ fromNs: Math.max(fromNs, each.fromNs), toNs: Math.min(toNs, each.toNs) }))
    .filter((each) => each.fromNs < each.toNs);
}

function openMs({ fromNs, toNs }: Interval, { openUntil }: Held): number {
  return (openUntil(toNs) - openUntil(fromNs)) / 1e6;
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
