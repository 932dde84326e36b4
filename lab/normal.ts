import { percentiles } from './histogram.ts';
import type { Path } from './paths.ts';
import type { RunRecord } from './record.ts';
import type { ConnectSample } from './samples.ts';
import { connects, stageTimes } from './selection.ts';

/**
 * A connect is back to normal within three times the baseline's 95th percentile, or 50 ms where that is less. The path is, once
 * no more than one connect in twenty is not: a machine that is busy with something else for a moment makes one slow at any time.
 */
export const normal = { timesBaseline: 3, floorMs: 50, slowShare: 0.05 } as const;

/** The time in ms within which a connect of this path is normal; null without a baseline. */
export function normalLimitMs(record: RunRecord, path: Path): number | null {
  const baseline = percentiles(stageTimes(connects(record, path, 'baseline'), 'greeting'));
  return baseline === null ? null : Math.max(normal.floorMs, normal.timesBaseline * baseline.p95);
}

/**
 * Whether the path is not back to normal for this client: greeted late, or not at all, be it because it was refused. By how much the load
 * agent itself began late says something of the machine, and nothing of the server.
 */
export function isSlow({ stages, lagMs }: ConnectSample, limitMs: number): boolean {
  return stages.greeting === null || stages.greeting - lagMs > limitMs;
}

/** Whether the client had to wait for its greeting, for its refusal, or in vain. One that is refused at once did not wait. */
export function waitedLong(sample: ConnectSample, limitMs: number): boolean {
  return waitedMs(sample) > limitMs;
}

/** From the scheduled start until the client knew how it ended, or gave up, in ms. */
export function waitedMs({ stages, elapsedMs }: ConnectSample): number {
  return stages.greeting ?? stages.refusal ?? elapsedMs;
}
