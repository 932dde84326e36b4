import { applyFixesToLoad } from '../../fixes/index.ts';
import type { ClientKind, Path } from '../../model/vocabulary.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { ConnectSample } from '../../record/samples.ts';
import { expandClients } from '../../scenario/scenario-schema.ts';
import { ofKind } from '../client-kinds.ts';
import { decidingWindows, windowOf } from '../fault-windows.ts';
import type { Interval } from '../lookups.ts';
import type { Measured } from '../measurement.ts';
import { turnedAway } from '../rejected.ts';
import { connects, type Span } from '../select.ts';
import { waitedMs } from '../waited.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** Who gets in, by what was decided while the DNS was wrong. A decision after that was made by a healthy DNS, and does not count. */
export const decided = {
  available: {
    meaning: 'the share of a path’s clients that got in on any try, of those decided in time: in the fault phase, while the DNS was wrong',
    unit: '%',
    measure: available,
  },
  admitted: {
    meaning: 'how many connects of a path the ACL let pass, or logged in, of those decided in time',
    unit: 'connects',
    measure: admitted,
  },
  idleHosts: {
    meaning: 'how many hosts of a path tried less often than a given number, in the fault phase while the DNS was wrong',
    unit: 'hosts',
    measure: idleHosts,
  },
} as const satisfies Partial<QuantityKinds>;

/** Clients that still waited when the DNS was well again are left out, and counted as undecided. */
function available(record: RunRecord, { path, clients: kind }: Settings['available'], span: Span): Measured {
  const clients = clientsDecided(record, path, span, kind);
  const admittedClients = clients.filter((gotIn) => gotIn === true).length;
  const samples = clients.filter((each) => each !== null).length;
  return {
    value: samples === 0 ? null : (100 * admittedClients) / samples,
    samples,
    undecided: clients.length - samples,
  };
}

/** By `acl`: the server greeted the client, which it does only after libwrap has let it pass. By `login`: its account was accepted as well. */
function admitted(record: RunRecord, { path, by, everyHost }: Settings['admitted'], span: Span): Measured {
  const windows = decidingWindows(record, span);
  const came = connects(record, path, span).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [{ sample, admitted: isAdmitted(record, sample, window, by) }];
  });
  const answered = came.filter((each) => each.admitted !== null);
  const heard = new Set(answered.map(({ sample }) => sample.source));
  const silent = everyHost === true ? hostsOf(record, path).filter(({ address }) => !heard.has(address)) : [];
  return {
    value: answered.filter((each) => each.admitted).length,
    samples: answered.length,
    undecided: came.length - answered.length,
    onlyGrows: true,
    ...(by === 'acl' ? { note: `${answered.filter(({ sample }) => sample.outcome === 'ok').length} of them logged in` } : {}),
    ...(silent.length === 0
      ? {}
      : { missing: `no connect of ${inShort(silent.map(({ name }) => name))} was decided while the DNS was wrong` }),
  };
}

function idleHosts(record: RunRecord, { path, atLeast }: Settings['idleHosts'], span: Span): Measured {
  const windows = decidingWindows(record, span);
  const tries = new Map<string | null, number>();
  for (const sample of connects(record, path, span).filter((each) => windowOf(each, windows) !== undefined)) {
    tries.set(sample.source, (tries.get(sample.source) ?? 0) + 1);
  }
  const hosts = hostsOf(record, path);
  const idle = hosts.filter(({ address }) => (tries.get(address) ?? 0) < atLeast);
  return {
    value: idle.length,
    samples: hosts.length,
    ...(idle.length === 0 ? {} : { note: `fewer than ${atLeast} tries by ${inShort(idle.map(({ name }) => name))}` }),
  };
}

const mostNames = 10;

/** The first names, and how many more there are. */
function inShort(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hostsOf({ manifest: { scenario } }: RunRecord, path: Path) {
  return expandClients(path === 'outsider' || path === 'adminOutsider' ? scenario.clients.outsider : scenario.clients.tcp);
}

/** For each client that came in a window, whether it got in; null where nothing was decided before the window's end. */
function clientsDecided(record: RunRecord, path: Path, span: Span, kind: ClientKind | undefined): (boolean | null)[] {
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
