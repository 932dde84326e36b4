import { resolverOptions } from '../model/database-host.ts';
import type { RunRecord } from '../record/run-record.ts';
import { hostQueries } from './select.ts';

/** A stretch of time on the monotonic clock. */
export interface Interval {
  readonly fromNs: number;
  readonly toNs: number;
}

interface OpenLookup extends Interval {
  readonly type: string;
  readonly name: string;
  readonly answered: boolean;
}

/** How long two packets and the resolver's own work take on a busy machine. */
const shortPauseNs = 25e6;
/**
 * A longer pause between the two queries means that the server could not run. Beside a long lookup the pause still counts as part of it,
 * because libwrap does nothing else meanwhile; so at least ten elevenths of what counts as a lookup are due to the DNS. Beside quick
 * answers the pause would be nearly all of the lookup. Then the server lacks CPU, and the DNS is not to blame.
 */
const pauseShare = 0.1;

/**
 * When the database host had each of its queries open at the nameserver, in order of arrival, without the lab's control queries. A query
 * that was never answered was open until the host asked again, or until its resolver's timeout.
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
 * When libwrap was looking a client up: from its PTR query until the answer to the forward query that follows. Between the two, one answer
 * and one query travel and the resolver works, so that time belongs to the lookup.
 */
export function clientLookups(record: RunRecord): Interval[] {
  const open = openLookups(record);
  return open.map((lookup, index) => {
    const { type, fromNs, toNs } = lookup;
    const next = open[index + 1];
    const isOfOneClient = type === 'PTR' && next !== undefined && next.type !== 'PTR' && next.fromNs - toNs < longestPauseNs(lookup, next);
    return { fromNs, toNs: isOfOneClient ? Math.max(toNs, next.fromNs) : toNs };
  });
}

/** The longest pause between two queries that still counts as part of one lookup. */
function longestPauseNs(first: Interval, second: Interval): number {
  return Math.max(shortPauseNs, pauseShare * (lengthNs(first) + lengthNs(second)));
}

function lengthNs({ fromNs, toNs }: Interval): number {
  return toNs - fromNs;
}

/**
 * When libwrap was looking a client up, one stretch of time for each client: from its first PTR query, even if that was repeated, to the
 * answer to its last forward query.
 */
export function lookupOfEachClient(record: RunRecord): Interval[] {
  const stretches: { fromNs: number; toNs: number }[] = [];
  let before: OpenLookup | undefined;
  for (const lookup of openLookups(record)) {
    const isRepeated = before !== undefined && !before.answered && before.name === lookup.name;
    const last = stretches.at(-1);
    const isLater = before !== undefined && lookup.fromNs - before.toNs > longestPauseNs(before, lookup);
    if (last === undefined || isLater || (lookup.type === 'PTR' && !isRepeated)) {
      stretches.push({ fromNs: lookup.fromNs, toNs: lookup.toNs });
    } else {
      last.toNs = Math.max(last.toNs, lookup.toNs);
    }
    before = lookup;
  }
  return stretches;
}
