import { censoredPercentile } from '../maths/kaplan-meier.ts';
import { shares } from '../maths/percentiles.ts';
import type { Quantity } from '../model/expectation.ts';
import type { ClientKind } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { ofKind } from './client-kinds.ts';
import { decidingWindows } from './fault-windows.ts';
import type { Interval } from './lookups.ts';
import { asSeen, boundsOf, countSeen, type SeenWait } from './seen-waits.ts';
import { connects, type Measurement, type Span } from './select.ts';
import { steadyWait } from './steady-wait.ts';
import { type Timed, waited } from './waited.ts';

/**
 * How long the clients of a path waited (see `waited.ts`), in ms, as far as that was the fault's doing: who still waited when the DNS was
 * well again waited for at least so long.
 */
export function measureWait(record: RunRecord, quantity: Extract<Quantity, { of: 'wait' }>, span: Span): Measurement {
  const waits = waitsOf(record, quantity, span);
  const share = shares[quantity.statistic];
  const found = censoredPercentile(waits, share);
  const samples = countSeen(waits);
  if (found === null || samples === 0) {
    return { value: null, unit: 'ms', samples: 0 };
  }
  const steady = quantity.path === 'outsider' ? null : steadyWait(record, span, share);
  const bounds = boundsOf(waits, share);
  const high = Math.max(found.interval.high, bounds?.high ?? 0, steady?.ms ?? 0);
  const isLowerBound = !found.reached || bounds?.high === Number.POSITIVE_INFINITY;
  return {
    value: isLowerBound ? Math.min(found.ms, bounds?.low ?? found.ms) : found.ms,
    unit: 'ms',
    samples,
    undecided: waits.filter(({ ended, heldUp }) => !ended && heldUp === null).length,
    interval: { low: Math.min(found.interval.low, bounds?.low ?? found.interval.low), high },
    ...(isLowerBound ? { isLowerBound } : {}),
    ...(steady !== null && steady.ms > found.interval.high ? { note: steady.note } : {}),
  };
}

/** The waits of the connects that began while the DNS was wrong, or elsewhere in the span that is asked about. */
export function waitsOf(
  record: RunRecord,
  { path, clients }: { readonly path: ConnectSample['path']; readonly clients?: ClientKind },
  span: Span,
): SeenWait[] {
  const windows = decidingWindows(record, span);
  const times = ofKind(record, connects(record, path, span), clients).flatMap((sample) => {
    const window = windowOf(sample, windows);
    return window === undefined ? [] : [until(sample, window)];
  });
  return asSeen(record, times);
}

/** The window in which a connect began. */
export function windowOf({ scheduledNs }: ConnectSample, windows: readonly Interval[]): Interval | undefined {
  return windows.find(({ fromNs, toNs }) => scheduledNs >= fromNs && scheduledNs < toNs);
}

/** What a client waited, followed no further than to the end of the window. */
function until(sample: ConnectSample, { toNs }: Interval): Timed {
  const { ms, ended } = waited(sample);
  const untilHealedMs = (toNs - sample.scheduledNs) / 1e6;
  return { sample, ms: Math.min(ms, untilHealedMs), ended: ended && ms <= untilHealedMs };
}
