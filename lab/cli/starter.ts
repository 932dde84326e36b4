import { commandLine, parentOf, startTime } from '../process/process-identity.ts';

/** Its value is the id of the process that this lab runs for: npm's shell, or another lab. Set by start.sh and own-process.ts. */
export const starterVariable = 'WRAPLAB_STARTER';

const pollMs = 500;

/**
 * Calls `onGone` once the process that this lab runs for is gone. A killed process sends no signal, and the lab would run on without it. A lab
 * that a shell started directly watches no process.
 */
export function watchStarter(onGone: () => void): void {
  const starter = Number(process.env[starterVariable] ?? 0);
  if (starter === 0) {
    return;
  }
  const watched = starters(starter).map((pid) => ({ pid, started: startTime(pid) }));
  const timer = setInterval(() => {
    if (watched.some(({ pid, started }) => started === null || startTime(pid) !== started)) {
      clearInterval(timer);
      onGone();
    }
  }, pollMs);
  timer.unref();
}

/**
 * The process that started this lab and, above it, npm. npm starts a shell for the command. Where that shell does not replace itself with the lab, its
 * parent is npm.
 */
export function starters(pid: number): number[] {
  const above = commandLine(pid).includes('lab/cli/start.sh') ? parentOf(pid) : null;
  return above === null ? [pid] : [pid, above];
}
