import { exitCodes, LabError } from '../errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A signal that is aborted by the first SIGINT, SIGTERM or SIGHUP, so that the command can end clean. The second ends the
 * process at once: containers end with their stdin, and what is left then is a network for the next run or `gc`.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of signals) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        process.exit(exitCodes.interrupted);
      }
      process.stderr.write(`\nwraplab: ${name}: ending clean; once more ends at once\n`);
      controller.abort(new LabError(`interrupted by ${name}`, { code: 'interrupted' }));
    });
  }
  return controller.signal;
}
