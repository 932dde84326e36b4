import { commandLine, parentOf, startTime } from '../process/process-identity.ts';

/** Names the process for which this lab runs: npm's shell, or another lab. Set by start.sh and own-process.ts. */
export const starterVariable = 'WRAPLAB_STARTER';

const pollMs = 500;

/**
 * Calls `onGone` once, when the process for which this lab runs is gone: killed, it could tell nobody, and the lab would go on for
 * itself. A lab that was started in another way, by a shell, runs for nobody.
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

/** npm starts a shell for the command; where that does not hand its place over, npm is the one above. */
function starters(pid: number): number[] {
  const above = commandLine(pid).includes('lab/cli/start.sh') ? parentOf(pid) : null;
  return above === null ? [pid] : [pid, above];
}
