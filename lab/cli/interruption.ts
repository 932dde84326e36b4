import { exitCodes } from '../errors/exit-codes.ts';
import { LabError } from '../errors/lab-error.ts';
import { watchStarter } from './starter.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm hands a terminal's Ctrl-C on; where its shell has handed its place over, the lab has it twice. */
const sameWithinMs = 100;
/** How long a lab that has met an error of its own may take to end clean. */
const endAfterErrorMs = 10_000;

/**
 * A signal that is aborted by the first SIGINT, SIGTERM or SIGHUP, by the end of whoever started the lab, or by an error that nobody
 * caught, so that the command can end clean. A second signal ends the process at once: then containers and network are the dead
 * man's switch's to remove.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let abortedMs = 0;
  const interrupt = (what: string): void => {
    say(`\nwraplab: ${what}: ending clean; once more ends at once\n`);
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
  watchStarter(() => controller.signal.aborted || interrupt('the end of what started it'));
  process.on('uncaughtException', (error) => {
    // The same error may come with each event of a run; the first one ends it.
    if (!controller.signal.aborted) {
      controller.abort(error);
      setTimeout(() => process.exit(exitCodes.internal), endAfterErrorMs).unref();
    }
  });
  outliveReaders();
  return controller.signal;
}

/** Who reads the output may go first, a terminal above all: a run has more to do than to print. */
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
