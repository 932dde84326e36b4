import { phases } from '../paths.ts';
import type { Verdict } from '../verdict.ts';
import { shortNumber } from './short-number.ts';

/** Heads of the columns of `phaseRows`; from the third on they are figures. */
export const phaseColumns = ['phase', 'path', 'tries', 'ok', 'refused', 'timed out', 'failed', 'pending', 'p50 ms', 'p99 ms', 'max ms'];

export const phaseTableNote =
  'Times run from the scheduled start to the server greeting (session: to the result; where nobody was greeted: to the refusal). Who still waits counts as long as it waited.';

/** What became of the connects of each path in each phase, a row each. */
export function phaseRows(verdict: Verdict): string[][] {
  return phases.flatMap((phase) =>
    Object.entries(verdict.phases[phase]?.paths ?? {}).map(([path, row]) => {
      const times = row.greetingMs ?? row.refusalMs ?? row.firstResultMs;
      const counts = [row.attempts, row.ok, row.refused, row.timedOut, row.failed, row.pending];
      const figures = times === null ? ['–', '–', '–'] : [times.p50, times.p99, times.max].map(shortNumber);
      return [phase, path, ...counts.map((count) => (count === 0 ? '·' : String(count))), ...figures];
    }),
  );
}
