import { applyFixesToLoad } from '../fixes/index.ts';
import type { Quantity } from '../model/expectation.ts';
import type { ClientKind, Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { expandClients } from '../scenario/scenario-schema.ts';
import { ofKind } from './client-kinds.ts';
import { decidingWindows } from './fault-windows.ts';
import type { Interval } from './lookups.ts';
import { turnedAway } from './rejected.ts';
import { connects, type Measurement, type Span } from './select.ts';
import { waitedMs } from './waited.ts';
import { windowOf } from './waits.ts';

/**
 * Of the clients that came while the DNS was wrong and were decided before it was well again, the share that got in, at whatever try, in
 * percent. Who still waited then is left out, and counted: what became of them is the doing of a DNS that is well.
 */
export function measureAvailable(
  record: RunRecord,
  { path, clients: kind }: Extract<Quantity, { of: 'available' }>,
  span: Span,
): Measurement {
  const clients = decidedClients(record, path, span, kind);
  const admitted = clients.filter((decided) => decided === true).length;
  const decided = clients.filter((each) => each !== null).length;
  return {
    value: decided === 0 ? null : (100 * admitted) / decided,
    unit: '%',
    samples: decided,
    undecided: clients.length - decided,
  };
}

/**
 * How many connects of a path got in of those that were decided. By `acl`: the server greeted them, which it does only with whom libwrap let
 * pass. By `login`: they also got in with their account.
 */
export function measureAdmitted(record: RunRecord, quantity: Extract<Quantity, { of: 'admitted' }>, span: Span): Measurement {
  const windows = decidingWindows(record, span);
  const decided = connects(record, quantity.path, span).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [{ sample, admitted: isAdmitted(record, sample, window, quantity.by) }];
  });
  const answered = decided.filter(({ admitted }) => admitted !== null);
  const heard = new Set(answered.map(({ sample }) => sample.source));
  const silent = quantity.everyHost === true ? hostsOf(record, quantity.path).filter(({ address }) => !heard.has(address)) : [];
  return {
    value: answered.filter(({ admitted }) => admitted).length,
    unit: 'connects',
    samples: answered.length,
    undecided: decided.length - answered.length,
    onlyGrows: true,
    ...(quantity.by === 'acl' ? { note: `${answered.filter(({ sample }) => sample.outcome === 'ok').length} of them logged in` } : {}),
    ...(silent.length === 0 ? {} : { missing: `nobody decided while the DNS was wrong about ${inShort(silent.map(({ name }) => name))}` }),
  };
}

/** How many of the hosts of a path tried less often than they should while the DNS was wrong. */
export function measureIdleHosts(record: RunRecord, { path, atLeast }: Extract<Quantity, { of: 'idleHosts' }>, span: Span): Measurement {
  const windows = decidingWindows(record, span);
  const tries = new Map<string | null, number>();
  for (const sample of connects(record, path, span).filter((each) => windowOf(each, windows) !== undefined)) {
    tries.set(sample.source, (tries.get(sample.source) ?? 0) + 1);
  }
  const hosts = hostsOf(record, path);
  const idle = hosts.filter(({ address }) => (tries.get(address) ?? 0) < atLeast);
  return {
    value: idle.length,
    unit: 'hosts',
    samples: hosts.length,
    ...(idle.length === 0 ? {} : { note: `fewer than ${atLeast} tries by ${inShort(idle.map(({ name }) => name))}` }),
  };
}

const mostNames = 10;

/** The first of the names, and how many more there are. */
function inShort(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hostsOf({ manifest: { scenario } }: RunRecord, path: Path) {
  return expandClients(path === 'outsider' || path === 'adminOutsider' ? scenario.clients.outsider : scenario.clients.tcp);
}

/** For each client that came in a window whether it got in; null where that was not decided before the window's end. */
function decidedClients(record: RunRecord, path: Path, span: Span, kind: ClientKind | undefined): (boolean | null)[] {
  const windows = decidingWindows(record, span);
  const retries = retriesOf(record, path);
  const tries = Map.groupBy(connects(record, path, 'all'), ({ id }) => id);
  return ofKind(record, connects(record, path, span), kind)
    .filter(({ attempt }) => attempt === 1)
    .flatMap((first) => {
      const window = windowOf(first, windows);
      return window === undefined ? [] : [gotIn(tries.get(first.id) ?? [first], window, retries)];
    });
}

function gotIn(tries: readonly ConnectSample[], { toNs }: Interval, retries: number): boolean | null {
  const isOver = (sample: ConnectSample): boolean => sample.outcome !== 'pending' && endNs(sample) <= toNs;
  if (tries.some((sample) => sample.outcome === 'ok' && isOver(sample))) {
    return true;
  }
  return tries.some((sample) => sample.attempt > retries && isOver(sample)) ? false : null;
}

/** When the wait of a connect was over, or its client gave up. */
function endNs(sample: ConnectSample): number {
  return sample.scheduledNs + waitedMs(sample) * 1e6;
}

function retriesOf({ manifest: { scenario } }: RunRecord, path: Path): number {
  const streams = applyFixesToLoad(scenario.load, scenario.fixes);
  return streams.find((stream) => stream.path === path)?.retry?.maximumRetries ?? 0;
}

/** Null: nobody decided in time. One that gave up, or still waits, proves nothing. */
function isAdmitted(record: RunRecord, sample: ConnectSample, { toNs }: Interval, by: 'acl' | 'login'): boolean | null {
  const untilMs = (toNs - sample.scheduledNs) / 1e6;
  const { greeting } = sample.stages;
  if (by === 'login' ? sample.outcome === 'ok' && sample.elapsedMs <= untilMs : greeting !== null && greeting <= untilMs) {
    return true;
  }
  if (wasDropped(record, sample)) {
    // Whatever the DNS does meanwhile.
    return sample.elapsedMs >= dropsAfterMs ? false : null;
  }
  // Whom an account, a packet filter or the network turned away, but also whom the server refused.
  return turnedAway(sample, record.manifest.host) && sample.elapsedMs <= untilMs ? false : null;
}

/** By then a SYN was sent three times or more (RFC 6298; each second since Linux 6.5): without an answer, something drops them. */
const dropsAfterMs = 3000;

/** Whether the host has a packet filter or a closed network, and nothing came of the client's SYNs. */
function wasDropped({ manifest: { host } }: RunRecord, { stages, outcome }: ConnectSample): boolean {
  const isSilent = stages.tcpConnected === null && (outcome === 'timedOut' || outcome === 'pending');
  return isSilent && (host.firewall !== undefined || host.reachableFrom !== undefined);
}
