import { exitCodes } from '../errors/exit-codes.ts';
import { LabError } from '../errors/lab-error.ts';
import { watchStarter } from './starter.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm forwards a terminal's Ctrl-C. Where npm's shell has replaced itself with the lab, the lab gets the signal twice. */
const sameWithinMs = 100;
/** How long the lab may take to clean up after an internal error. */
const endAfterErrorMs = 10_000;

/**
 * Aborted by the first SIGINT, SIGTERM or SIGHUP, by the end of the process that started the lab, or by an uncaught error, so that the
 * command can clean up. A second signal ends the process at once; the dead man's switch then removes containers and network.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let abortedMs = 0;
  const interrupt = (what: string): void => {
    say(`\nwraplab: ${what}: shutting down; press Ctrl-C again to force quit\n`);
    abortedMs = performance.now();
    controller.abort(new LabError(`interrupted by ${what}`, { code: 'interrupted' }));
  };
  for (const name of signals) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        interrupt(name);
      } else if (performance.now() - abortedMs > sameWithinMs) {
        process.exit(exitCodes.interrupted);
      }
    });
  }
  watchStarter(() => controller.signal.aborted || interrupt('the end of the parent process'));
  process.on('uncaughtException', (error) => {
    // Each event of a run may raise the same error; the first one ends the run.
    if (!controller.signal.aborted) {
      controller.abort(error);
      setTimeout(() => process.exit(exitCodes.internal), endAfterErrorMs).unref();
    }
  });
  outliveReaders();
  return controller.signal;
}

/** The reader of the output, such as a terminal, may be gone before the lab: the run still has to finish and clean up. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') {
        throw error;
      }
    });
  }
}

function say(text: string): void {
  process.stderr.write(text);
}
