import { resolverOptions } from './host.ts';
import type { RunRecord } from './record.ts';
import { hostQueries } from './selection.ts';

/** A stretch of time on the monotonic clock. */
export interface Interval {
  readonly fromNs: number;
  readonly toNs: number;
}

export interface OpenLookup extends Interval {
  readonly type: string;
  readonly name: string;
  readonly answered: boolean;
}

/** A longer pause between the two is no packet's way: the server was kept from running, which is not the DNS's doing. */
const longestPauseNs = 25e6;

/**
 * When the database host had each of its questions open at the nameserver, in order of their coming; the lab's own are left out.
 * One that was never answered was open until the host asked again, or its resolver's timeout ended.
 */
export function openLookups(record: RunRecord): OpenLookup[] {
  const { host } = record.manifest;
  const timeoutNs = resolverOptions(host).timeoutSeconds * 1e9;
  const asked = hostQueries(record, 'all').toSorted((a, b) => a.receivedNs - b.receivedNs);
  return asked.map(({ type, name, receivedNs, answeredNs }, index) => {
    const givenUpNs = Math.min(asked[index + 1]?.receivedNs ?? Number.POSITIVE_INFINITY, receivedNs + timeoutNs);
    const toNs = Math.min(answeredNs ?? givenUpNs, receivedNs + timeoutNs);
    return { type, name, answered: answeredNs !== null, fromNs: receivedNs, toNs };
  });
}

/**
 * When libwrap was looking a client up: from its PTR query until the answer to the forward query that follows it. What lies between
 * the two is the way of one answer and of one question, and the resolver's own work, so it belongs to the lookup.
 */
export function clientLookups(record: RunRecord): Interval[] {
  const open = openLookups(record);
  return open.map(({ type, fromNs, toNs }, index) => {
    const next = open[index + 1];
    const isOfOneClient = type === 'PTR' && next !== undefined && next.type !== 'PTR' && next.fromNs - toNs < longestPauseNs;
    return { fromNs, toNs: isOfOneClient ? Math.max(toNs, next.fromNs) : toNs };
  });
}

/**
 * When libwrap was looking a client up, one stretch of time for each client: from its first PTR query, however often that was repeated, to
 * the answer to its last forward query.
 */
export function lookupOfEachClient(record: RunRecord): Interval[] {
  const stretches: { fromNs: number; toNs: number }[] = [];
  let before: OpenLookup | undefined;
  for (const lookup of openLookups(record)) {
    const isRepeated = before !== undefined && !before.answered && before.name === lookup.name;
    const last = stretches.at(-1);
    const isLater = last !== undefined && lookup.fromNs - last.toNs > longestPauseNs;
    if (last === undefined || isLater || (lookup.type === 'PTR' && !isRepeated)) {
      stretches.push({ fromNs: lookup.fromNs, toNs: lookup.toNs });
    } else {
      last.toNs = Math.max(last.toNs, lookup.toNs);
    }
    before = lookup;
  }
  return stretches;
}
