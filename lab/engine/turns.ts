import pLimit from 'p-limit';

/**
 * Hosts of so many runs are started at a time, and removed. Both take the machine's whole power: with more at a time none is there
 * sooner, each takes longer, and what has to be done within a time is not.
 */
const runsAtATime = 4;

const startTurns = pLimit(runsAtATime);
const endTurns = pLimit(runsAtATime);

/** Starts hosts when those of no more than three other runs of this process are being started. */
export function inTurnToStart<T>(start: () => Promise<T>): Promise<T> {
  return startTurns(start);
}

/** The same for removing them. */
export function inTurnToEnd<T>(end: () => Promise<T>): Promise<T> {
  return endTurns(end);
}
