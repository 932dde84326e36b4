import { leavesNoLedger } from '../faults/capabilities.ts';
import { noFaultId } from '../faults/index.ts';
import type { Path } from '../model/vocabulary.ts';
import { canonicalAddress, isAddress, type NamedHost, reverseName } from '../network/addresses.ts';
import type { QueryEvent } from '../record/events.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { connects, faultWindow, hostQueries, type Span } from './select.ts';

/** A connect that the server refused because of what the DNS said about its client, or because it could not ask the DNS. */
export interface DnsRefusal {
  readonly sample: ConnectSample;
  /** The wrong answers that decided it; empty if the nameserver could not be reached. */
  readonly answers: readonly QueryEvent[];
}

/** The paths of clients that the ACL is meant to let in. Outsiders are refused on purpose. */
export const pathsOfAllowed: readonly Path[] = ['tcp', 'socket', 'localTcp', 'admin'];

/**
 * The connects of allowed clients that were refused because of the DNS. The ledger shows it: the nameserver's latest answer about the
 * client, given under the fault and before the refusal, was wrong. A fault that takes the nameserver away leaves no entry. Under such a
 * fault a refusal counts if the path's clients were looked up in the baseline and no query about this client arrived. A client that was
 * refused in the baseline as well was refused by the ACL itself, and does not count.
 */
export function dnsRefusals(record: RunRecord, span: Span): DnsRefusal[] {
  const ledger = ledgerByClient(record);
  const unreachable = unreachableIn(record);
  return pathsOfAllowed.flatMap((path) => {
    const before = connects(record, path, 'baseline');
    const isRefusedAnyway = refusedAnyway(before);
    const wasLookedUp = [...new Set(before.map(({ source }) => source))].some((source) => ledger(source).inHealth);
    return connects(record, path, span)
      .filter((sample) => sample.outcome === 'refused' && !sample.pooled && !isRefusedAnyway(sample))
      .flatMap((sample): DnsRefusal[] => {
        const asked = ledger(sample.source);
        const answers = asked.byType.flatMap((ofType) => lastUntil(ofType, endNs(sample)) ?? []).filter(isWrong);
        const couldNotAsk =
          wasLookedUp && unreachable(sample) && (lastUntil(asked.all, endNs(sample))?.receivedNs ?? 0) < sample.scheduledNs;
        return answers.length > 0 || couldNotAsk ? [{ sample, answers }] : [];
      });
  });
}

/** Whether the baseline refused the same client; if that client did not come then, whether it refused any client of the path. */
function refusedAnyway(before: readonly ConnectSample[]): (sample: ConnectSample) => boolean {
  const came = new Set(before.map(({ source }) => source));
  const refused = new Set(before.flatMap(({ source, outcome }) => (outcome === 'refused' ? [source] : [])));
  return ({ source }) => (came.has(source) ? refused.has(source) : refused.size > 0);
}

/** Whether a connect began while the fault kept the nameserver's host, port or process from answering. */
function unreachableIn(record: RunRecord): (sample: ConnectSample) => boolean {
  const window = leavesNoLedger(record.manifest.scenario.fault) ? faultWindow(record) : null;
  return ({ scheduledNs }) => window !== null && scheduledNs >= window.fromNs && scheduledNs < window.toNs;
}

/** The queries about one client, by its address or its name, in order of arrival. */
interface Asked {
  readonly all: readonly QueryEvent[];
  /** Whether one of them arrived without a fault. */
  readonly inHealth: boolean;
  /** Those answered under the fault, a list for each type. */
  readonly byType: readonly (readonly QueryEvent[])[];
}

const nothing: Asked = { all: [], inHealth: false, byType: [] };

function ledgerByClient(record: RunRecord): (source: string | null) => Asked {
  const byName = Map.groupBy(hostQueries(record, 'all'), ({ name }) => name.toLowerCase());
  // A record from elsewhere may have anything as an address. There may be thousands of clients.
  const named = Map.groupBy(
    record.manifest.clients.filter(({ address }) => isAddress(address)),
    ({ address }) => canonicalAddress(address),
  );
  const known = new Map<string, Asked>();
  return (source) => {
    if (source === null || !isAddress(source)) {
      return nothing;
    }
    const asked = known.get(source) ?? askedAbout(canonicalAddress(source), named, byName);
    known.set(source, asked);
    return asked;
  };
}

function askedAbout(
  address: string,
  named: ReadonlyMap<string, readonly NamedHost[]>,
  byName: ReadonlyMap<string, readonly QueryEvent[]>,
): Asked {
  const names = (named.get(address) ?? []).map(({ name }) => name);
  const all = [reverseName(address), ...names]
    .flatMap((name) => byName.get(name.toLowerCase()) ?? [])
    .toSorted((a, b) => a.receivedNs - b.receivedNs);
  const answered = all.filter(({ answeredNs, fault }) => answeredNs !== null && fault !== noFaultId);
  return { all, inHealth: all.some(({ fault }) => fault === noFaultId), byType: [...Map.groupBy(answered, ({ type }) => type).values()] };
}

/** The answer differed from the zone's, or was cut off and not asked again over TCP. */
function isWrong({ treatment }: QueryEvent): boolean {
  return treatment === 'changed' || treatment === 'truncated';
}

/** The last of these queries that had arrived by then. By bisection: a run may have 100,000. */
function lastUntil(ordered: readonly QueryEvent[], untilNs: number): QueryEvent | undefined {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = (ordered[middle]?.receivedNs ?? 0) <= untilNs ? [middle + 1, high] : [low, middle];
  }
  return ordered[low - 1];
}

function endNs({ scheduledNs, stages, elapsedMs }: ConnectSample): number {
  return scheduledNs + (stages.refusal ?? elapsedMs) * 1e6;
}
