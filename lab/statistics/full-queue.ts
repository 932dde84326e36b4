import type { RunRecord } from '../record/run-record.ts';
import type { Reading } from '../record/samples.ts';
import type { Interval } from './lookups.ts';

/**
 * When the accept queue was full, by the database host's readings: the time between two readings if the later one has a higher
 * ListenOverflows, or if either shows more connections in the queue than its limit. The kernel counts an overflow for each SYN that it
 * drops because the queue is full, and for nothing else (`tcp_conn_request`, net/ipv4/tcp_input.c). In order, without overlap.
 */
export function fullQueueTimes({ samples }: Pick<RunRecord, 'samples'>): Interval[] {
  const taken = samples
    .filter((sample) => sample.kind === 'reading')
    .filter(({ side }) => side === 'server')
    .toSorted((a, b) => a.atNs - b.atNs);
  const full: { fromNs: number; toNs: number }[] = [];
  for (const [index, later] of taken.entries()) {
    const earlier = taken[index - 1];
    if (earlier === undefined || !(overflowed(earlier, later) || isFull(earlier) || isFull(later))) {
      continue;
    }
    const last = full.at(-1);
    if (last?.toNs === earlier.atNs) {
      last.toNs = later.atNs;
    } else {
      full.push({ fromNs: earlier.atNs, toNs: later.atNs });
    }
  }
  return full;
}

function overflowed({ values: earlier }: Reading, { values: later }: Reading): boolean {
  const [before, after] = [earlier['listenOverflows'], later['listenOverflows']];
  return typeof before === 'number' && typeof after === 'number' && after > before;
}

function isFull({ values: { acceptQueueDepth: depth, acceptQueueLimit: limit } }: Reading): boolean {
  return typeof depth === 'number' && typeof limit === 'number' && depth > limit;
}
