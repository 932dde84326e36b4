import { type Progress, secondsLeft } from '../engine/connection/progress.ts';

/** Says how many of a number of runs are made, with the time left at their pace so far. The time counts from now on. */
export function timedProgress(progress: Progress): (text: string, done: number, total: number) => void {
  const beganMs = performance.now();
  return (text, done, total) => {
    const elapsedSeconds = (performance.now() - beganMs) / 1000;
    progress.advance(text, { done, total, secondsLeft: secondsLeft(done, total, elapsedSeconds) });
  };
}
