import { counted } from '../../text/counted.ts';
import { latencyInWords } from './layout.ts';
import type { PathSoFar } from './path-so-far.ts';
import { phaseAt } from './phase-bar.ts';
import type { RunSoFar } from './run-state.ts';

/** The state of a run at `nowMs` in one line without escape codes, for a log. */
export function plainLine(run: RunSoFar, nowMs: number): string {
  const { depth, limit } = run.queue;
  const { total, inFlight } = run.dns;
  return [
    `${phaseAt(run, nowMs).padEnd(8)} ${Math.floor(nowMs / 1000)} of ${Math.ceil(run.totalMs / 1000)} s`,
    ...run.paths.flatMap((path) => pathInWords(path, nowMs)),
    `accept queue ${depth === undefined ? '–' : `${depth} of ${limit ?? '?'}`}`,
    `DNS ${counted(run.queriesPerSecond(nowMs), 'query/s', 'queries/s')}, ${inFlight ?? '–'} in flight, ${total} in all`,
  ].join(' · ');
}

/** Nothing for a path without clients so far. */
function pathInWords(path: PathSoFar, nowMs: number): string[] {
  const { ok, refused, timedOut, failed } = path.counts;
  const counts = Object.entries({ ok, refused, 'timed out': timedOut, failed, pending: path.pending(nowMs) })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  if (counts.length === 0) {
    return [];
  }
  return [`${path.path} ${path.latest === undefined ? '' : `${latencyInWords(path.latest.ms)}, `}${counts.join(', ')}`];
}
