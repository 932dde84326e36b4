import { censoredPercentile } from '../../maths/kaplan-meier.ts';
import { shares } from '../../maths/percentiles.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { clientWaits } from '../client-waits.ts';
import type { Measured } from '../measurement.ts';
import { boundsOf, countSeen } from '../seen-waits.ts';
import type { Span } from '../select.ts';
import { steadyWait } from '../steady-wait.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** Waits as far as the fault caused them. */
export const waiting = {
  wait: {
    meaning: 'how long clients of a path waited; in the fault phase, those that came while the DNS was wrong, and no longer than it was',
    unit: 'ms',
    measure: wait,
  },
} as const satisfies Partial<QuantityKinds>;

function wait(record: RunRecord, settings: Settings['wait'], span: Span): Measured {
  const waits = clientWaits(record, settings.path, span, settings.clients).map((each) => each.wait);
  const share = shares[settings.statistic];
  const found = censoredPercentile(waits, share);
  const samples = countSeen(waits);
  if (found === null || samples === 0) {
    return { value: null, samples: 0 };
  }
  const steady = settings.path === 'outsider' ? null : steadyWait(record, span, share);
  const bounds = boundsOf(waits, share);
  const high = Math.max(found.interval.high, bounds?.high ?? 0, steady?.ms ?? 0);
  const isLowerBound = !found.reached || bounds?.high === Number.POSITIVE_INFINITY;
  return {
    value: isLowerBound ? Math.min(found.ms, bounds?.low ?? found.ms) : found.ms,
    samples,
    undecided: waits.filter(({ ended, heldUp }) => !ended && heldUp === null).length,
    interval: { low: Math.min(found.interval.low, bounds?.low ?? found.interval.low), high },
    ...(isLowerBound ? { isLowerBound } : {}),
    ...(steady !== null && steady.ms > found.interval.high ? { note: steady.note } : {}),
  };
}
