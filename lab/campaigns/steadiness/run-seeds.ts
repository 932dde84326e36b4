import { join } from 'node:path';
import { describeError, isInterruption, type LabError } from '../../errors/lab-error.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SideBySide } from '../../run/run-options.ts';
import { fellBehind } from '../../statistics/load-lag.ts';
import { judge } from '../../verdict/judge.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { completeRun, removeRun } from '../complete-run.ts';
import { reportedRun } from '../reported-run.ts';
import { inWaves } from '../waves.ts';
import type { Workbench } from '../workbench.ts';
import type { RunPlace, SteadinessRun } from './ledger/standing.ts';

/** A finished run. */
interface MadeRun {
  readonly verdict: Verdict;
  /** Whether the machine was too slow for its load. */
  readonly late: boolean;
}

/** Makes one run in a folder of its own. `sideBySide` is given when others run at the same time. */
export type MakeRun = (place: RunPlace, folder: string, sideBySide: SideBySide | undefined) => Promise<MadeRun>;

interface SteadinessOptions {
  planOf(place: RunPlace): Plan;
  readonly make: MakeRun;
  /** How many runs go side by side. */
  readonly sideBySide: number;
  /** The folder of all; each run has one below it. */
  readonly folder: string;
  /** Whether to repeat complete runs. */
  readonly fresh: boolean;
  /** Called with the number of runs to make. */
  began(toRun: number): void;
  /** Called with the runs that are already complete, judged again. */
  known(runs: readonly SteadinessRun[]): void;
  /** Called with each finished run, and the overall progress. */
  done(run: SteadinessRun, step: { readonly done: number; readonly total: number }): void;
  readonly signal: AbortSignal;
}

/** Makes the runs in order: first those alone, one by one, then the others in waves. */
export async function runSteadiness(places: readonly RunPlace[], options: SteadinessOptions): Promise<void> {
  const complete = options.fresh ? [] : completeRuns(places, options);
  options.known(complete);
  const isComplete = (place: RunPlace): boolean => complete.some(({ run }) => run === folderOf(place));
  const toRun = places.filter((place) => !isComplete(place));
  options.began(toRun.length);
  let done = 0;
  const run = async (place: RunPlace, sideBySide?: SideBySide): Promise<void> => {
    const made = await runOne(place, options, sideBySide);
    done += 1;
    options.done(made, { done, total: toRun.length });
  };
  const those = (way: RunPlace['way']): RunPlace[] => toRun.filter((place) => place.way === way);
  await inWaves(those('alone'), 1, (place) => run(place));
  await inWaves(those('side-by-side'), options.sideBySide, run);
}

/** The runs with a complete record, judged again; without late ones. */
export function completeRuns(
  places: readonly RunPlace[],
  { folder, planOf }: Pick<SteadinessOptions, 'folder' | 'planOf'>,
): SteadinessRun[] {
  return places.flatMap((place) => {
    const record = completeRun(join(folder, folderOf(place)), planOf(place));
    return record === null || fellBehind(record) ? [] : [resultOf(place, { verdict: judge(record), late: false })];
  });
}

/** Makes runs on real hosts, with the same evidence as a single run of a scenario. */
export function onHosts(
  workbench: Workbench,
  planOf: SteadinessOptions['planOf'],
  command: (place: RunPlace) => string[],
  unreported: (folder: string, problems: readonly LabError[]) => void,
  signal: AbortSignal,
): MakeRun {
  return async (place, folder, sideBySide) => {
    const options = { folder, command: command(place), evidence: 'passive', signal } as const;
    await using ran = await reportedRun(workbench, planOf(place), sideBySide === undefined ? options : { ...options, sideBySide });
    unreported(folder, ran.problems);
    return { verdict: ran.verdict, late: fellBehind(ran.record) };
  };
}

/** A run that fails is inconclusive; the others go on. */
async function runOne(
  place: RunPlace,
  { make, folder: parent, signal }: SteadinessOptions,
  sideBySide: SideBySide | undefined,
): Promise<SteadinessRun> {
  signal.throwIfAborted();
  const folder = join(parent, folderOf(place));
  removeRun(folder);
  return make(place, folder, sideBySide).then(
    (made) => resultOf(place, made),
    (error: unknown) => {
      signal.throwIfAborted();
      if (isInterruption(error)) {
        throw error;
      }
      return { ...place, verdict: 'inconclusive', reasons: [describeError(error)], run: null };
    },
  );
}

function resultOf(place: RunPlace, { verdict: { verdict, reasons }, late }: MadeRun): SteadinessRun {
  return { ...place, verdict, reasons, ...(late ? { late } : {}), run: folderOf(place) };
}

function folderOf({ scenario, seed, way }: RunPlace): string {
  return join('runs', way, `${scenario}-${seed}`);
}
