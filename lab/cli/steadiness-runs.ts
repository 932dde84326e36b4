import { join } from 'node:path';
import { describeError, isInterruption } from '../errors.ts';
import { execute, type SideBySide } from '../execution.ts';
import type { Plan } from '../plan.ts';
import { fellBehind } from '../stats.ts';
import type { RunPlace, SteadinessRun } from '../steadiness/steadiness.ts';
import { judge, type Verdict } from '../verdict.ts';
import { completeRun, removeRun } from './complete-run.ts';
import { nobody } from './live-view.ts';
import { sayProblems } from './report-problems.ts';
import { runFacts } from './run-facts.ts';
import { inWaves } from './waves.ts';
import { newRunId, type Workbench } from './workbench.ts';

export interface SteadinessOptions {
  readonly workbench: Workbench;
  planOf(place: RunPlace): Plan;
  /** Runs at a time, of those side by side. */
  readonly sideBySide: number;
  /** The folder of all; each run has one below it. */
  readonly folder: string;
  /** Whether what is complete there is run again. */
  readonly fresh: boolean;
  /** The command that makes one run again. */
  command(place: RunPlace): string[];
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
  const isComplete = (place: RunPlace): boolean => complete.some((run) => folderOf(run) === folderOf(place));
  const toRun = places.filter((place) => !isComplete(place));
  options.began(toRun.length);
  let done = 0;
  const run = async (place: RunPlace, sideBySide?: SideBySide): Promise<void> => {
    const made = await runOne(place, options, sideBySide);
    done += 1;
    options.done(made, { done, total: toRun.length });
  };
  await inWaves(
    toRun.filter(({ way }) => way === 'alone'),
    1,
    (place) => run(place),
  );
  await inWaves(
    toRun.filter(({ way }) => way === 'sideBySide'),
    options.sideBySide,
    run,
  );
}

/** The runs that are complete in their folders, judged anew; without those for which the machine was too slow. */
export function completeRuns(
  places: readonly RunPlace[],
  { folder, planOf }: Pick<SteadinessOptions, 'folder' | 'planOf'>,
): SteadinessRun[] {
  return places.flatMap((place) => {
    const record = completeRun(join(folder, folderOf(place)), planOf(place));
    return record === null || fellBehind(record) ? [] : [resultOf(place, judge(record))];
  });
}

/** One that fails to run is inconclusive; it does not end the others. */
async function runOne(place: RunPlace, options: SteadinessOptions, sideBySide: SideBySide | undefined): Promise<SteadinessRun> {
  const { signal } = options;
  signal.throwIfAborted();
  removeRun(join(options.folder, folderOf(place)));
  return verdictOf(place, options, sideBySide).then(
    (verdict) => resultOf(place, verdict),
    (error: unknown) => {
      signal.throwIfAborted();
      if (isInterruption(error)) {
        throw error;
      }
      return { ...place, verdict: 'inconclusive', reasons: [describeError(error)], run: null };
    },
  );
}

async function verdictOf(place: RunPlace, options: SteadinessOptions, sideBySide: SideBySide | undefined): Promise<Verdict> {
  const {
    workbench: { engine, imagesFor },
    signal,
  } = options;
  const plan = options.planOf(place);
  const folder = join(options.folder, folderOf(place));
  const common = { plan, engine, images: await imagesFor(plan), runId: newRunId(), folder, keep: false, spectator: nobody, signal };
  const facts = await runFacts(options.command(place));
  // As much evidence as a scenario takes that is run by itself.
  await using execution = await execute({ ...common, facts, evidence: 'costless', ...(sideBySide === undefined ? {} : { sideBySide }) });
  sayProblems(folder, execution.problems);
  return execution.verdict;
}

function resultOf({ scenario, seed, way }: RunPlace, { verdict, reasons }: Verdict): SteadinessRun {
  return { scenario, seed, way, verdict, reasons, run: folderOf({ scenario, seed, way }) };
}

function folderOf({ scenario, seed, way }: RunPlace): string {
  return join('runs', way, `${scenario}-${seed}`);
}
