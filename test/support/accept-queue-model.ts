import { resolverOptions } from '../../lab/model/database-host.ts';
import type { Arrival } from '../../lab/model/timeline.ts';
import type { Path } from '../../lab/model/vocabulary.ts';
import { reverseName } from '../../lab/network/addresses.ts';
import { acceptQueueCapacity } from '../../lab/plan/accept-queue-length.ts';
import type { Plan } from '../../lab/plan/plan.ts';
import type { LabEvent } from '../../lab/record/events.ts';
import type { ConnectSample, Reading, Sample } from '../../lab/record/samples.ts';
import { atNs, connect, query, reading } from './recorded-run.ts';

/** What a connect takes beside its lookups, in ms. */
const ownMs = 1;
const honestMs = 0.3;
/** When Linux sends its SYNs, in ms after the first: five more at intervals of 1 s, then with doubling intervals (tcp_syn_linear_timeouts). */
const synsMs = [0, 1000, 2000, 3000, 4000, 5000, 7000, 11_000, 19_000, 35_000];

/** The paths that the model knows. */
export const modelledPaths: readonly Path[] = ['tcp', 'outsider', 'localTcp', 'socket', 'session'];

interface Client extends Arrival {
  tcpConnectedMs: number | null;
  endMs: number | null;
  refused: boolean;
  syns: number;
}

/**
 * What a run of the plan would record by the model of the outage: one accept thread that looks up one client after the other, TCP before the
 * socket, and a queue in front of it that can overflow. It shares no formula with the lab, so that the lab's formulas are tested against it.
 */
export function modelledRun({ arrivals, scenario, windows, host, server, clients }: Plan): {
  readonly samples: readonly Sample[];
  readonly events: readonly LabEvent[];
} {
  const { fault } = scenario;
  const delayMs = fault.id === 'slow' && typeof fault.delay === 'number' ? fault.delay : fault.id === 'dead' ? Number.POSITIVE_INFINITY : 0;
  const { timeoutSeconds, attempts } = resolverOptions(host);
  const [timeoutMs, patienceMs] = [timeoutSeconds * 1000, timeoutSeconds * 1000 * attempts];
  const endMs = windows.recovery.endMs;
  const capacity = acceptQueueCapacity(host, server);
  const names = new Map(clients.map(({ address, name }) => [address, name]));
  const events: LabEvent[] = [
    { kind: 'fault', atNs: atNs(windows.fault.startMs), fault },
    { kind: 'fault', atNs: atNs(windows.fault.endMs), fault: { id: 'none' } },
  ];
  const answerMs = (askedMs: number): number =>
    askedMs >= windows.fault.startMs && askedMs < windows.fault.endMs ? Math.max(delayMs, honestMs) : honestMs;

  /** Returns when the lookup ends and whether it found a name; adds its queries to the ledger. */
  const lookUp = (fromMs: number, name: string, type: string): { readonly endMs: number; readonly found: boolean } => {
    const asks = Array.from({ length: attempts }, (_, turn) => fromMs + turn * timeoutMs);
    const overMs = Math.min(...asks.map((askedMs) => askedMs + answerMs(askedMs)), fromMs + patienceMs);
    for (const askedMs of asks.filter((each) => each < overMs)) {
      const isHonest = answerMs(askedMs) === honestMs;
      const answeredMs = askedMs + answerMs(askedMs);
      events.push(
        query(askedMs, {
          name,
          type,
          answeredNs: Number.isFinite(answeredMs) ? atNs(answeredMs) : null,
          fault: isHonest ? 'none' : fault.id,
          treatment: isHonest ? 'honest' : Number.isFinite(answeredMs) ? 'delayed' : 'silent',
          delayMs: isHonest || !Number.isFinite(answeredMs) ? 0 : delayMs,
        }),
      );
    }
    return { endMs: overMs, found: overMs < fromMs + patienceMs };
  };

  const all: Client[] = arrivals.map((arrival) => ({ ...arrival, tcpConnectedMs: null, endMs: null, refused: false, syns: 0 }));
  const queued: { tcp: Client[]; socket: Client[] } = { tcp: [], socket: [] };
  const readings: Reading[] = [];
  let [overflows, refusals, served, freeMs, inLookupUntilMs] = [0, 0, 0, 0, 0];

  const isGone = (client: Client, nowMs: number): boolean => nowMs >= client.atMs + client.connectTimeoutMs;
  const serve = (client: Client, nowMs: number): void => {
    let [found, doneMs] = [true, nowMs];
    if (client.path === 'tcp' || client.path === 'outsider') {
      const address = client.source ?? '';
      const ptr = lookUp(nowMs, reverseName(address), 'PTR');
      const forward = ptr.found ? lookUp(ptr.endMs, names.get(address) ?? 'stranger.other.test', 'A') : ptr;
      [found, doneMs] = [ptr.found && forward.found, forward.endMs];
      inLookupUntilMs = doneMs;
    }
    freeMs = doneMs + ownMs;
    const isIn = found && client.path !== 'outsider';
    refusals += isIn ? 0 : 1;
    if (!isGone(client, freeMs)) {
      client.endMs = freeMs;
      client.refused = !isIn;
      served += isIn ? 1 : 0;
    }
  };
  const serveUntil = (nowMs: number): void => {
    for (;;) {
      const next = queued.tcp[0] ?? queued.socket[0];
      if (freeMs > nowMs || next === undefined) {
        return;
      }
      (next.path === 'socket' ? queued.socket : queued.tcp).shift();
      // Either the client waited for the thread, or the thread for the client.
      serve(next, Math.max(freeMs, next.path === 'socket' ? next.atMs : (next.tcpConnectedMs ?? nowMs)));
    }
  };
  const read = (nowMs: number): void => {
    const values = {
      acceptQueueDepth: queued.tcp.length,
      acceptQueueLimit: capacity - 1,
      listenOverflows: overflows,
      listenDrops: overflows,
      acceptThreadInLookup: inLookupUntilMs > nowMs ? 1 : 0,
      dnsSockets: inLookupUntilMs > nowMs ? 1 : 0,
      closeWait: queued.tcp.filter((client) => isGone(client, nowMs)).length,
      connectionErrorsTcpwrap: refusals,
      timeWait: refusals,
    };
    readings.push(reading(nowMs, values), reading(nowMs, { timeWait: served }, 'client'));
  };
  const knock = (client: Client, nowMs: number): void => {
    if (client.path === 'session') {
      client.endMs = nowMs + ownMs;
    } else if (client.path === 'socket') {
      queued.socket.push(client);
    } else if (client.path === 'outsider' && host.firewall !== undefined) {
      // The packet filter drops each of its SYNs, and the kernel counts none as an overflow.
    } else if (queued.tcp.length >= capacity) {
      overflows += 1;
      const nextMs = client.atMs + (synsMs[++client.syns] ?? Number.POSITIVE_INFINITY);
      if (nextMs < Math.min(endMs, client.atMs + client.connectTimeoutMs)) {
        agenda.push({ atMs: nextMs, act: () => knock(client, nextMs) });
      }
    } else {
      client.tcpConnectedMs = nowMs + 0.1;
      queued.tcp.push(client);
    }
  };
  const agenda = agendaOf([
    ...all.map((client) => ({ atMs: client.atMs, act: () => knock(client, client.atMs) })),
    ...Array.from({ length: Math.floor(endMs / scenario.readingIntervalMs) }, (_, index) => {
      const atMs = (index + 1) * scenario.readingIntervalMs;
      return { atMs, act: () => read(atMs) };
    }),
  ]);
  for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) {
    serveUntil(next.atMs);
    next.act();
  }
  serveUntil(endMs);
  return { samples: [...all.map((client) => sampleOf(client, endMs)), ...readings], events };
}

function sampleOf(client: Client, runEndMs: number): ConnectSample {
  const { id, path, source, atMs, connectTimeoutMs, endMs, refused, tcpConnectedMs } = client;
  const common = { id, path, source, lagMs: 0.05 } as const;
  if (path === 'session') {
    return { ...connect(atMs, { firstResult: ownMs }, common), stages: { ...nothing, firstResult: ownMs } };
  }
  const tcpConnected = tcpConnectedMs === null ? null : tcpConnectedMs - atMs;
  if (endMs !== null && endMs <= runEndMs) {
    const tookMs = endMs - atMs;
    const stages = refused ? { refusal: tookMs } : { greeting: tookMs, authenticated: tookMs, firstResult: tookMs };
    return {
      ...connect(atMs, stages, { ...common, outcome: refused ? 'refused' : 'ok' }),
      stages: { ...nothing, tcpConnected, ...stages },
    };
  }
  const outcome = atMs + connectTimeoutMs <= runEndMs ? 'timedOut' : 'pending';
  const elapsedMs = Math.min(connectTimeoutMs, runEndMs - atMs);
  return { ...connect(atMs, {}, { ...common, outcome, elapsedMs }), stages: { ...nothing, tcpConnected } };
}

const nothing = { tcpConnected: null, greeting: null, authenticated: null, firstResult: null, refusal: null };

interface Item {
  readonly atMs: number;
  act(): void;
}

/** Future events in the order of time: a binary heap. */
function agendaOf(items: readonly Item[]) {
  const heap = items.toSorted((a, b) => a.atMs - b.atMs);
  const at = (index: number): number => heap[index]?.atMs ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first !== undefined && second !== undefined) {
      [heap[a], heap[b]] = [second, first];
    }
  };
  return {
    push(item: Item): void {
      heap.push(item);
      for (let index = heap.length - 1; index > 0 && at(index) < at((index - 1) >> 1); index = (index - 1) >> 1) {
        swap(index, (index - 1) >> 1);
      }
    },
    pop(): Item | undefined {
      swap(0, heap.length - 1);
      const first = heap.pop();
      for (let index = 0; ; ) {
        const smaller = at(2 * index + 2) < at(2 * index + 1) ? 2 * index + 2 : 2 * index + 1;
        if (at(smaller) >= at(index)) {
          return first;
        }
        swap(index, smaller);
        index = smaller;
      }
    },
  };
}
