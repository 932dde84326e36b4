/** A step of the scale of waits: the longest wait that is on it, in ms, and what it is to somebody who waits. */
export interface HeatStep {
  readonly upToMs: number;
  readonly words: string;
}

/**
 * By what people feel: 0.1 s seems at once, 1 s is noticed, after 10 s they turn to something else (R. B. Miller, Response time in
 * man-computer conversational transactions, 1968). The clients of a cell give up after 5 s.
 */
export const heatSteps: readonly HeatStep[] = [
  { upToMs: 100, words: 'at once' },
  { upToMs: 1000, words: 'noticed' },
  { upToMs: 3000, words: 'slow' },
  { upToMs: 10_000, words: 'very slow' },
  { upToMs: Number.POSITIVE_INFINITY, words: 'clients give up' },
];

/**
 * The step that a wait is on, counted from 0; null where the wait is not known.
 *
 * @param isLonger whether nobody saw it end: then clients gave up, or the DNS came back first.
 */
export function heatOf(waitMs: number | null, isLonger?: boolean): number | null {
  return waitMs === null ? null : isLonger === true ? heatSteps.length - 1 : heatSteps.findIndex(({ upToMs }) => waitMs <= upToMs);
}

/** A wait in five characters or less. */
export function shortWait(waitMs: number | null): string {
  if (waitMs === null) {
    return '–';
  }
  const seconds = waitMs / 1000;
  return waitMs < 99.5 ? `${Math.round(waitMs)} ms` : `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
