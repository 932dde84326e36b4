import { phases } from '../model/vocabulary.ts';
import type { PhaseTable } from '../statistics/phase-table.ts';
import { shortNumber } from '../text/short-number.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';

type Percentiles = NonNullable<PhaseTable[string]['paths'][string]['waitMs']>;

/** The heads of the columns of `phaseRows`. From the third column on, the cells are figures. */
export const phaseColumns = ['phase', 'path', 'tries', 'ok', 'refused', 'timed out', 'failed', 'pending', 'p50 ms', 'p99 ms', 'max ms'];

export const phaseTableNote =
  'Times are waits: from the scheduled start to the greeting (on an open connection: to the result), the refusal or the failure. “> 5”: longer than 5 ms; the end was not seen, because clients gave up or still waited.';

/** Instead of a table without rows. */
export const noConnects = 'No connects were recorded, so there is no table of them.';

/** The phases as people want to read them: what happens before the baseline matters least. */
const inOrder = [...phases.filter((phase) => phase !== 'settle'), 'settle'] as const;

/** How the connects of each path ended in each phase, one row each; those of `settle` come last. */
export function phaseRows(verdict: Verdict): string[][] {
  return inOrder.flatMap((phase) =>
    Object.entries(verdict.phases[phase]?.paths ?? {}).map(([path, row]) => {
      const { waitMs: times } = row;
      const counts = [row.attempts, row.ok, row.refused, row.timedOut, row.failed, row.pending];
      const figures = times === null ? ['–', '–', '–'] : (['p50', 'p99', 'max'] as const).map((statistic) => waitText(times, statistic));
      return [phase, path, ...counts.map((count) => (count === 0 ? '·' : String(count))), ...figures];
    }),
  );
}

/** One statistic of a table's times: marked with "> " if it is a lower bound, and as a range if evidence made it uncertain. */
export function waitText(times: Percentiles, statistic: 'p50' | 'p95' | 'p99' | 'max'): string {
  const within = times.within?.[statistic];
  if (within !== undefined) {
    return `${shortNumber(within.low)}–${shortNumber(within.high)}`;
  }
  return `${times.longerThan?.includes(statistic) === true ? '> ' : ''}${shortNumber(times[statistic])}`;
}
