import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { seenWaits, waitStatistic } from './seen-waits.ts';
import { connects } from './select.ts';
import { servedAfterMs, waitedMs } from './waited.ts';

/**
 * A connect is slow when it takes more than three times the baseline's 95th percentile, and more than 50 ms. A path has recovered once at
 * most one connect in twenty is slow: a machine that is briefly busy with something else makes one slow at any time.
 */
export const slowRules = { timesBaseline: 3, floorMs: 50, allowedShare: 0.05 } as const;

/** The time in ms above which a connect of this path is slow; null without a baseline. */
export function slowAboveMs(record: RunRecord, path: Path): number | null {
  const baseline = waitStatistic(seenWaits(record, connects(record, path, 'baseline')), 'p95');
  return baseline === null ? null : Math.max(slowRules.floorMs, slowRules.timesBaseline * baseline.ms);
}

/** Whether the client was served late or not at all; a refusal counts as not at all. The load agent's own lag does not count. */
export function isSlow(sample: ConnectSample, limitMs: number): boolean {
  const served = servedAfterMs(sample);
  return served === null || served - sample.lagMs > limitMs;
}

/** Whether the client had to wait, for its greeting, for its refusal or in vain. A client that is refused at once did not wait. */
export function waitedLong(sample: ConnectSample, limitMs: number): boolean {
  return waitedMs(sample) > limitMs;
}
