import type { Progress, StepProgress } from '../engine/progress.ts';
import { inPlaceOutput } from './in-place.ts';

/** Where there is no terminal, a long step says how far it is this often. */
const lineIntervalMs = 10_000;

/** Shows progress on stderr: one line in place at a terminal, a line now and then elsewhere, nothing when quiet. */
export function terminalProgress(quiet: boolean): Progress {
  if (quiet) {
    return { step: () => undefined, advance: () => undefined };
  }
  const inPlace = inPlaceOutput();
  let lastLineMs = Number.NEGATIVE_INFINITY;
  return {
    step: (text) => {
      inPlace?.clear();
      process.stderr.write(`wraplab: ${text}\n`);
    },
    advance: (text, progress) => {
      const line = `wraplab: ${text}, ${describe(progress)}`;
      if (inPlace !== undefined) {
        inPlace(line);
      } else if (performance.now() - lastLineMs > lineIntervalMs) {
        lastLineMs = performance.now();
        process.stderr.write(`${line}\n`);
      }
    },
  };
}

function describe({ done, total, secondsLeft }: StepProgress): string {
  const percent = Math.floor((100 * done) / total);
  const left = Number.isFinite(secondsLeft) ? `, about ${duration(secondsLeft)} left` : '';
  return `step ${done} of ${total} (${percent} %)${left}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
