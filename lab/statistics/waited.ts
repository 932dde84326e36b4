import type { Stage } from '../model/vocabulary.ts';
import type { ConnectSample } from '../record/samples.ts';

/** A time of one connect, in ms from its scheduled start. If it was not seen to end, it lasted at least that long. */
export interface Timed {
  readonly sample: ConnectSample;
  readonly ms: number;
  readonly ended: boolean;
}

/**
 * How long a client waited. Every figure of waiting is made of this, and every percentile of waits comes from `seen-waits.ts`.
 *
 * | connect | waited from its scheduled start until |
 * |---|---|
 * | greeted | the greeting, whatever came after it |
 * | a query on an open connection (`session`, or kept by a pool) | its result: its greeting was long ago |
 * | refused | the refusal |
 * | failed | the failure |
 * | timed out, pending | not seen to end: at least until the client gave up, or the run ended |
 */
export function waited(sample: ConnectSample): Timed {
  return { sample, ms: waitedMs(sample), ended: answeredAfterMs(sample) !== null };
}

/** The same as the client sees it: giving up ends the wait, too. */
export function waitedUntilOver(sample: ConnectSample): Timed {
  return { sample, ms: waitedMs(sample), ended: sample.outcome === 'timedOut' || answeredAfterMs(sample) !== null };
}

/**
 * How long a connect took to reach a stage. A connect that timed out or was pending before the stage took at least as long as it lasted.
 * One that ended otherwise, such as by a refusal before its greeting, has no such time.
 */
export function tookTo(sample: ConnectSample, stage: Stage): Timed[] {
  const { stages, outcome, elapsedMs } = sample;
  const reached = stages[stage];
  if (reached !== null) {
    return [{ sample, ms: reached, ended: true }];
  }
  const isOnItsWay = (outcome === 'timedOut' || outcome === 'pending') && (stage !== 'refusal' || stages.greeting === null);
  return isOnItsWay ? [{ sample, ms: elapsedMs, ended: false }] : [];
}

/** How long its client waited, in ms; a lower bound if no end was seen. */
export function waitedMs(sample: ConnectSample): number {
  return answeredAfterMs(sample) ?? sample.elapsedMs;
}

/** When the server served or refused the client, or its connect failed, in ms from its scheduled start; null if none of these happened. */
function answeredAfterMs(sample: ConnectSample): number | null {
  return servedAfterMs(sample) ?? sample.stages.refusal ?? (sample.outcome === 'failed' ? sample.elapsedMs : null);
}

/** When the server greeted the client, or answered its query on an open connection, in ms from its scheduled start; null if it did not. */
export function servedAfterMs({ path, pooled, stages }: ConnectSample): number | null {
  return path === 'session' || pooled ? stages.firstResult : stages.greeting;
}
