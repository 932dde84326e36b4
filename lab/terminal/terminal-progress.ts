import type { Progress, StepProgress } from '../engine/connection/progress.ts';
import { printable } from '../text/printable.ts';
import { processScreen } from './screen.ts';

/** How often a long step reports its progress without a terminal. */
const lineIntervalMs = 10_000;

/** Shows progress on stderr: one line in place at a terminal, a line at intervals elsewhere, nothing when quiet. */
export function terminalProgress(quiet: boolean): Progress {
  if (quiet) {
    return { step: () => undefined, advance: () => undefined };
  }
  const screen = processScreen();
  let lastLineMs = Number.NEGATIVE_INFINITY;
  return {
    step: (text) => {
      screen?.close();
      process.stderr.write(`wraplab: ${printable(text)}\n`);
    },
    advance: (text, progress) => {
      const line = `wraplab: ${printable(text)}, ${describe(progress)}`;
      if (screen !== undefined) {
        screen.drawText(line);
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
