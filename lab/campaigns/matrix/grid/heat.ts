/** A step of the scale of waits: its longest wait, and how that feels to a client. */
interface HeatStep {
  readonly upToMs: number;
  readonly words: string;
}

/**
 * Steps by human perception: 0.1 s feels instant, 1 s is noticed, after 10 s people turn to something else (R. B. Miller, Response time in
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
 * The step of a wait, counted from 0; null when the wait is unknown.
 *
 * @param isLonger whether the end of the wait was not seen: clients gave up, or the DNS recovered first.
 */
export function heatOf(waitMs: number | null, isLonger?: boolean): number | null {
  return waitMs === null ? null : isLonger === true ? heatSteps.length - 1 : heatSteps.findIndex(({ upToMs }) => waitMs <= upToMs);
}

/** A wait in at most five characters. */
export function shortWait(waitMs: number | null): string {
  if (waitMs === null) {
    return '–';
  }
  const seconds = waitMs / 1000;
  return waitMs < 99.5 ? `${Math.round(waitMs)} ms` : `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
