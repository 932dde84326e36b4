import { applyFixesToLoad } from '../fixes/index.ts';
import type { ClientKind, Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { ofKind } from './client-kinds.ts';
import { decidingWindows, windowOf } from './fault-windows.ts';
import type { Interval } from './lookups.ts';
import { turnedAway } from './rejected.ts';
import { connects, type Span } from './select.ts';
import { waitedMs } from './waited.ts';

/** Whether a client got in, on any of its tries. */
interface ClientDecision {
  /** Its last try that was over before the end of the window; its first one if none was. */
  readonly sample: ConnectSample;
  /** Null where nothing was decided before the window's end. */
  readonly gotIn: boolean | null;
}

/** Whether one connect was admitted; null where nothing was decided before the window's end. */
interface Admission {
  readonly sample: ConnectSample;
  readonly admitted: boolean | null;
}

/** The decision about each client that came in a window. */
export function clientDecisions(record: RunRecord, path: Path, span: Span, kind: ClientKind | undefined): ClientDecision[] {
  const windows = decidingWindows(record, span);
  const retries = retriesOf(record, path);
  const tries = Map.groupBy(connects(record, path, 'all'), ({ id }) => id);
  return ofKind(record, connects(record, path, span), kind)
    .filter(({ attempt }) => attempt === 1)
    .flatMap((first) => {
      const window = windowOf(first, windows);
      return window === undefined ? [] : [decision(first, tries.get(first.id) ?? [first], window, retries)];
    });
}

/** By `acl`: the server greeted the client, which it does only after libwrap has let it pass. By `login`: its account was accepted as well. */
export function admissions(record: RunRecord, path: Path, span: Span, by: 'acl' | 'login'): Admission[] {
  const windows = decidingWindows(record, span);
  return connects(record, path, span).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [{ sample, admitted: isAdmitted(record, sample, window, by) }];
  });
}

function decision(first: ConnectSample, tries: readonly ConnectSample[], { toNs }: Interval, retries: number): ClientDecision {
  const over = tries.filter((sample) => sample.outcome !== 'pending' && endNs(sample) <= toNs);
  const sample = over.at(-1) ?? first;
  if (over.some(({ outcome }) => outcome === 'ok')) {
    return { sample, gotIn: true };
  }
  return { sample, gotIn: over.some(({ attempt }) => attempt > retries) ? false : null };
}

/** When the connect's wait was over, or its client gave up. */
function endNs(sample: ConnectSample): number {
  return sample.scheduledNs + waitedMs(sample) * 1e6;
}

function retriesOf({ manifest: { scenario } }: RunRecord, path: Path): number {
  const streams = applyFixesToLoad(scenario.load, scenario.fixes);
  return streams.find((stream) => stream.path === path)?.retry?.maximumRetries ?? 0;
}

/** Null: nothing was decided in time. A client that gave up or still waits proves nothing. */
function isAdmitted(record: RunRecord, sample: ConnectSample, { toNs }: Interval, by: 'acl' | 'login'): boolean | null {
  const untilMs = (toNs - sample.scheduledNs) / 1e6;
  const { greeting } = sample.stages;
  if (by === 'login' ? sample.outcome === 'ok' && sample.elapsedMs <= untilMs : greeting !== null && greeting <= untilMs) {
    return true;
  }
  if (wasDropped(record, sample)) {
    // A packet filter does not depend on the DNS, so the window does not matter.
    return sample.elapsedMs >= dropsAfterMs ? false : null;
  }
  // Refused by the server, or turned away by an account, a packet filter or the network.
  return turnedAway(sample, record.manifest.host) && sample.elapsedMs <= untilMs ? false : null;
}

/** By then a client has sent its SYN three times or more (RFC 6298; each second since Linux 6.5). Without an answer, something drops them. */
const dropsAfterMs = 3000;

/** Whether the host has a packet filter or a closed network, and the client's SYNs were not answered. */
function wasDropped({ manifest: { host } }: RunRecord, { stages, outcome }: ConnectSample): boolean {
  const isSilent = stages.tcpConnected === null && (outcome === 'timedOut' || outcome === 'pending');
  return isSilent && (host.firewall !== undefined || host.reachableFrom !== undefined);
}
