import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample, Reading } from '../record/samples.ts';
import { counted } from '../text/counted.ts';

/** The kernel sends a SYN again after 1 s (RFC 6298), and agents do not report stalls under a second. */
const patienceMs = 1000;
/** By this time after its beginning, the SYN of a connect has reached the database host's counters. */
const arrivalMs = 100;
/** Error codes of a kernel that has no route to the host. */
const noWay: readonly string[] = ['EHOSTUNREACH', 'ENETUNREACH'];

/**
 * Connects that nothing on the database host explains: their SYNs went unanswered although its accept queue had room, no packet filter is
 * loaded and every client has a route. The kernel answers SYNs by itself, whatever mysqld does. So the lab's own network lost them, and the
 * run says nothing about the host. One sentence, or none.
 *
 * A kernel that drops a SYN because the accept queue is full counts it (ListenDrops). If the readings leave open whether it did, the
 * connect counts as explained.
 */
export function unansweredSyns(record: RunRecord): string[] {
  const { firewall, reachableFrom } = record.manifest.host;
  if (firewall !== undefined || reachableFrom !== undefined) {
    return [];
  }
  const readings = record.samples
    .filter((sample) => sample.kind === 'reading')
    .filter(({ side, values }) => side === 'server' && typeof values.listenDrops === 'number')
    .toSorted((a, b) => a.atNs - b.atNs);
  const leastMs = patienceMs + longestHoldMs(record);
  const lost = record.samples
    .filter((sample) => sample.kind === 'connect')
    .filter((sample) => wentUnanswered(sample, leastMs) && queueHadRoom(sample, readings));
  const sources = [...new Set(lost.map(({ source }) => source))];
  const [first, ...others] = sources;
  if (first === undefined) {
    return [];
  }
  const from = others.length === 0 ? first : `${first} and ${counted(others.length, 'other address', 'other addresses')}`;
  const connects = counted(lost.length, 'connect');
  return [
    `the lab's own network lost packets: ${connects} from ${from} got no answer from the database host's kernel, although its accept queue had room and no packet filter was loaded`,
  ];
}

/** How long an answer may have waited at a load agent that was stalled, in ms. */
function longestHoldMs({ samples, events }: RunRecord): number {
  const lags = samples.map((sample) => (sample.kind === 'connect' ? sample.lagMs : 0));
  const holds = events.map((event) => (event.kind === 'heldUp' ? event.forMs : 0));
  return [...lags, ...holds].reduce((longest, each) => Math.max(longest, each), 0);
}

function wentUnanswered({ source, pooled, stages, outcome, elapsedMs, lagMs, error }: ConnectSample, leastMs: number): boolean {
  if (source === null || pooled || stages.tcpConnected !== null) {
    return false;
  }
  const gaveUp = outcome === 'timedOut' || outcome === 'pending';
  return gaveUp ? elapsedMs - lagMs >= leastMs : outcome === 'failed' && noWay.includes(error?.code ?? '');
}

/** Whether the kernel dropped nothing at the accept queue from the last reading before the connect to the first one after it. */
function queueHadRoom({ scheduledNs, lagMs, elapsedMs }: ConnectSample, counted: readonly Reading[]): boolean {
  const beganNs = scheduledNs + lagMs * 1e6;
  const endedNs = scheduledNs + elapsedMs * 1e6;
  const first = Math.max(
    0,
    counted.findLastIndex(({ atNs }) => atNs <= beganNs),
  );
  const end = counted.findIndex(({ atNs }) => atNs >= endedNs);
  const around = counted.slice(first, end === -1 ? undefined : end + 1);
  const last = around.at(-1);
  if (last === undefined || last.atNs < beganNs + arrivalMs * 1e6) {
    return false;
  }
  // The counters begin at zero: the host's network namespace is new.
  const before = around.find(({ atNs }) => atNs <= beganNs);
  const hasDropped = (['listenDrops', 'listenOverflows'] as const).some(
    (name) => numberIn(last, name, 0) > (before === undefined ? 0 : numberIn(before, name, 0)),
  );
  const wasFull = around.some(
    (reading) => numberIn(reading, 'acceptQueueDepth', 0) >= numberIn(reading, 'acceptQueueLimit', Number.POSITIVE_INFINITY),
  );
  return !hasDropped && !wasFull;
}

function numberIn({ values }: Reading, name: string, otherwise: number): number {
  const value = values[name];
  return typeof value === 'number' ? value : otherwise;
}
