import type { RunRecord } from '../record/run-record.ts';
import { faultWindows } from './fault-windows.ts';
import { type Interval, lookupOfEachClient } from './lookups.ts';
import { type Span, spanWindow } from './select.ts';

/** How long clients would wait in a longer fault of the same kind. */
interface SteadyWait {
  /** In ms; infinite if lookups come faster than the accept thread can make them. */
  readonly ms: number;
  /** The reason: a clause. */
  readonly note: string;
}

/** With fewer lookups their mean length says little. */
const fewestLookups = 5;

/**
 * How long `share` of the clients wait for the lookups ahead of theirs once the queue is in equilibrium, from how long lookups took and how
 * often they came in the run. A short run begins with an empty queue and ends before a busy queue has filled up. The mean wait is that of
 * Pollaczek and Khinchine for one server and random arrivals, λE[S²] / 2(1 − ρ), with the exponential tail of heavy traffic (Kingman
 * 1962): P(wait > t) ≈ ρ · exp(−t · 2(1 − ρ)E[S] / E[S²]).
 *
 * @returns null if lookups cannot tell: there are too few, or mysqld made its own (skip_name_resolve OFF), for which no client queues.
 */
export function steadyWait(record: RunRecord, span: Span, share: number): SteadyWait | null {
  const { server, startNs, windows } = record.manifest;
  if (server?.variables['skip_name_resolve'] !== 'ON' || startNs === null) {
    return null;
  }
  const { startMs, endMs } = spanWindow(span, windows);
  const asked: Interval = { fromNs: startNs + startMs * 1e6, toNs: startNs + endMs * 1e6 };
  const observed = faultWindows(record).flatMap((window) => overlap(window, asked));
  const observedMs = observed.reduce((sum, { fromNs, toNs }) => sum + (toNs - fromNs) / 1e6, 0);
  const lookups = lookupOfEachClient(record).filter(({ fromNs }) => observed.some((each) => fromNs >= each.fromNs && fromNs < each.toNs));
  if (lookups.length < fewestLookups || observedMs === 0) {
    return null;
  }
  const lengths = lookups.map(({ fromNs, toNs }) => (toNs - fromNs) / 1e6);
  const perMs = lengths.length / observedMs;
  const mean = lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
  const meanSquare = lengths.reduce((sum, ms) => sum + ms * ms, 0) / lengths.length;
  const busy = perMs * mean;
  const percent = Math.round(100 * Math.min(1, busy));
  const begin = `lookups kept the accept thread busy for ${percent} % of the time`;
  if (busy >= 1) {
    return { ms: Number.POSITIVE_INFINITY, note: `${begin}, and the queue grows as long as the fault lasts` };
  }
  const overdue = busy / (1 - share);
  const ms = overdue <= 1 ? 0 : (Math.log(overdue) * meanSquare) / (2 * (1 - busy) * mean);
  return { ms, note: `${begin}; in a longer fault ${Math.round(100 * share)} of 100 then wait up to ${(ms / 1000).toFixed(1)} s` };
}

function overlap(one: Interval, other: Interval): Interval[] {
  const [fromNs, toNs] = [Math.max(one.fromNs, other.fromNs), Math.min(one.toNs, other.toNs)];
  return fromNs < toNs ? [{ fromNs, toNs }] : [];
}
