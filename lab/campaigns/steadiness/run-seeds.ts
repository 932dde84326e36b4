import { join } from 'node:path';
import { describeError, isInterruption, type LabError } from '../../errors/lab-error.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SideBySide } from '../../run/run.ts';
import { fellBehind } from '../../statistics/load-lag.ts';
import { judge } from '../../verdict/judge.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { completeRun, removeRun } from '../complete-run.ts';
import { reportedRun } from '../reported-run.ts';
import { inWaves } from '../waves.ts';
import type { Workbench } from '../workbench.ts';
import type { RunPlace, SteadinessRun } from './ledger/standing.ts';

/** A run that is over. */
export interface MadeRun {
  readonly verdict: Verdict;
  /** Whether the machine was too slow for its load. */
  readonly late: boolean;
}

/** Makes one run in a folder of its own; `sideBySide` where others run at the same time. */
export type MakeRun = (place: RunPlace, folder: string, sideBySide: SideBySide | undefined) => Promise<MadeRun>;

export interface SteadinessOptions {
  planOf(place: RunPlace): Plan;
  readonly make: MakeRun;
  /** Runs at a time, of those side by side. */
  readonly sideBySide: number;
  /** The folder of all; each run has one below it. */
  readonly folder: string;
  /** Whether what is complete there is run again. */
  readonly fresh: boolean;
  /** Told how many runs have to be made. */
  began(toRun: number): void;
  /** Told of the runs that are complete already, judged anew. */
  known(runs: readonly SteadinessRun[]): void;
  /** Told of each run that has been made, and how far all are. */
  done(run: SteadinessRun, step: { readonly done: number; readonly total: number }): void;
  readonly signal: AbortSignal;
}

/** Makes the runs in their order: those alone one by one, the others in waves. */
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

/** The runs that are complete in their folders, judged anew; without those for which the machine was too slow. */
export function completeRuns(
  places: readonly RunPlace[],
  { folder, planOf }: Pick<SteadinessOptions, 'folder' | 'planOf'>,
): SteadinessRun[] {
  return places.flatMap((place) => {
    const record = completeRun(join(folder, folderOf(place)), planOf(place));
    return record === null || fellBehind(record) ? [] : [resultOf(place, { verdict: judge(record), late: false })];
  });
}

/** Runs on hosts of their own, with as much evidence as a scenario takes that is run by itself. */
export function onHosts(
  workbench: Workbench,
  planOf: SteadinessOptions['planOf'],
  command: (place: RunPlace) => string[],
  unreported: (folder: string, problems: readonly LabError[]) => void,
  signal: AbortSignal,
): MakeRun {
  return async (place, folder, sideBySide) => {
    const options = { folder, command: command(place), evidence: 'costless', signal } as const;
    await using ran = await reportedRun(workbench, planOf(place), sideBySide === undefined ? options : { ...options, sideBySide });
    unreported(folder, ran.problems);
    return { verdict: ran.verdict, late: fellBehind(ran.record) };
  };
}

/** One that fails to run is inconclusive; it does not end the others. */
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
