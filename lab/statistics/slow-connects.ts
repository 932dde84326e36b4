import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { seenWaits, waitStatistic } from './seen-waits.ts';
import { connects } from './select.ts';
import { servedAfterMs, waitedMs } from './waited.ts';

export { waitedMs } from './waited.ts';

/**
 * A connect is back to normal within three times the baseline's 95th percentile, or 50 ms where that is less. The path is, once
 * no more than one connect in twenty is not: a machine that is busy with something else for a moment makes one slow at any time.
 */
export const normal = { timesBaseline: 3, floorMs: 50, slowShare: 0.05 } as const;

/** The time in ms within which a connect of this path is normal; null without a baseline. */
export function normalLimitMs(record: RunRecord, path: Path): number | null {
  const baseline = waitStatistic(seenWaits(record, connects(record, path, 'baseline')), 'p95');
  return baseline === null ? null : Math.max(normal.floorMs, normal.timesBaseline * baseline.ms);
}

/**
 * Whether the path is not back to normal for this client: served late, or not at all, be it because it was refused. By how much the load
 * agent itself began late says something of the machine, and nothing of the server.
 */
export function isSlow(sample: ConnectSample, limitMs: number): boolean {
  const served = servedAfterMs(sample);
  return served === null || served - sample.lagMs > limitMs;
}

/** Whether the client had to wait for its greeting, for its refusal, or in vain. One that is refused at once did not wait. */
export function waitedLong(sample: ConnectSample, limitMs: number): boolean {
  return waitedMs(sample) > limitMs;
}
