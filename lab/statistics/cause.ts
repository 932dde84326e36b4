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

/** What slow connects waited for, and which connects the DNS refused without such a wait. */
export interface Cause {
  /** Connects that the accept thread had to serve, or that found the accept queue full. */
  readonly judged: number;
  /** Those whose client waited longer than the baseline allows, for the greeting, for the refusal or in vain. */
  readonly slow: number;
  /** What they waited in total, in ms: after their TCP connection, and before it if the accept queue was full. */
  readonly waitedMs: number;
  /** The part of that time in which libwrap was looking a client up. */
  readonly inLookupsMs: number;
  /** Those that waited before their TCP connection because the accept queue was full. */
  readonly atFullQueue: number;
  /** Those for which lookups explain less than half of the wait. */
  readonly unexplained: readonly ConnectSample[];
  /** Refused because of the DNS without a wait that a lookup explains: a wrong answer may come quickly. None of them counts as slow. */
  readonly refused: readonly DnsRefusal[];
}

/** The paths that the accept thread serves. */
const servedByAcceptThread: readonly Path[] = ['tcp', 'socket', 'localTcp'];
const explainedFrom = 0.5;

/**
 * Joins every slow connect with the lookups that ran while it waited: its own, and those of the connections ahead of it. The accept
 * thread makes one lookup after the other and does nothing else meanwhile, so every client behind waits while a lookup is open. The
 * nameserver's ledger says when that was; neither the server nor the clients can influence it.
 *
 * If the accept queue is full, the kernel drops the SYN, and the client sends it again after a second or more. Whatever held the accept
 * thread while the queue was full caused all of that wait, because only the thread can make room.
 *
 * A wait that began under the fault counts until the end of the fault. After that, the crowd that the fault left behind keeps the thread
 * busy.
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

/** What held the accept thread, and when the accept queue was full. */
interface Held {
  /** How long a lookup was open up to a given time, in ns. */
  readonly openUntil: (untilNs: number) => number;
  readonly full: readonly Interval[];
  /** The end of the fault. */
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

/** The part of a connect's wait before the end of the fault; all of it if the connect was due later. */
function untilHealed({ scheduledNs }: ConnectSample, { fromNs, toNs }: Interval, { healedNs }: Held): Interval {
  const endNs = scheduledNs < healedNs ? healedNs : Number.POSITIVE_INFINITY;
  return { fromNs: Math.min(fromNs, endNs), toNs: Math.min(toNs, endNs) };
}

/** From the moment the kernel had the connection (for the socket: the client began) until the client knew how it ended. */
function inAcceptQueue(sample: ConnectSample): Interval {
  const { path, scheduledNs, lagMs, stages } = sample;
  const endMs = waitedMs(sample);
  const beganMs = path === 'socket' ? lagMs : (stages.tcpConnected ?? endMs);
  return { fromNs: scheduledNs + beganMs * 1e6, toNs: scheduledNs + Math.max(beganMs, endMs) * 1e6 };
}

/** From the client's first SYN until the kernel had the connection, or the client left without one. */
function beforeConnection(sample: ConnectSample): Interval {
  const { scheduledNs, lagMs, stages } = sample;
  return { fromNs: scheduledNs + lagMs * 1e6, toNs: scheduledNs + Math.max(lagMs, stages.tcpConnected ?? waitedMs(sample)) * 1e6 };
}

/**
 * The wait until a SYN was accepted, and the part of it that lookups caused: the same share as lookups had of the time in which the queue
 * was full. Null if the queue was not full: then something other than the accept thread kept the client waiting.
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

/** The same time as intervals in order that do not overlap. */
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

/** How much of the time up to a given one lies in the intervals, in ns. By bisection: a run may have 100,000 connects and lookups. */
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
