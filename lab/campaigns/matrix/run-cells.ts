import { join } from 'node:path';
import { describeError, isInterruption, type LabError } from '../../errors/lab-error.ts';
import { unavailableFixes } from '../../fixes/index.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import type { SideBySide } from '../../run/run-options.ts';
import { parseScenario } from '../../scenario/catalog.ts';
import { neighboursOf } from '../../scenario/neighbours.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import type { Server } from '../../servers/server.ts';
import { fellBehind, lateness } from '../../statistics/load-lag.ts';
import { judge } from '../../verdict/judge.ts';
import { completeRun, removeRun } from '../complete-run.ts';
import { untilOnTime } from '../late-runs.ts';
import type { Pace } from '../pace.ts';
import { reportedRun } from '../reported-run.ts';
import type { Workbench } from '../workbench.ts';
import { type Cell, resultOf, unknownResult } from './grid/answers.ts';
import { type CellPlace, cellName, cellScenario } from './grid/cells.ts';

export interface CellsOptions {
  readonly workbench: Workbench;
  readonly seed: number;
  /** How many cells run at a time. */
  readonly pace: Pace;
  /** The folder of the matrix; each cell has one below it. */
  readonly folder: string;
  /** Whether to repeat cells that already have a complete run there. */
  readonly fresh: boolean;
  /** The command that repeats one cell. */
  command(place: CellPlace): string[];
  /** Called with the number of cells to run. */
  began(toRun: number): void;
  /** Called with what could not be made of a run besides its verdict. */
  unreported(folder: string, problems: readonly LabError[]): void;
  /** Called with each cell that has been run. */
  done(cell: Cell): void;
  readonly signal: AbortSignal;
}

/** A cell to run. */
interface PlannedCell {
  readonly place: CellPlace;
  readonly plan: Plan;
  readonly folder: string;
}

/** A cell that was run, and how late its load came, as a share of what is allowed. */
interface RanCell {
  readonly cell: Cell;
  readonly lateness: number;
}

/** Runs the cells side by side, each as a separate run. Reuses complete runs of an interrupted matrix, and repeats late ones (see `untilOnTime`). */
export async function runCells(places: readonly CellPlace[], options: CellsOptions): Promise<Cell[]> {
  const prepared = places.map((place) => prepare(place, options));
  // A wave lasts as long as its longest run, so runs of similar length go together.
  const toRun = prepared.filter((each) => 'plan' in each).toSorted((a, b) => lengthMs(b.plan) - lengthMs(a.plan));
  options.began(toRun.length);
  const ran = await untilOnTime(
    toRun,
    options.pace,
    (cell, sideBySide) => run(cell, sideBySide, options),
    (_cell, ran) => ran.lateness,
  );
  const latest = new Map(ran.map(({ cell }) => [`${cell.fix} ${cell.fault}`, cell]));
  return prepared.flatMap((each) => ('plan' in each ? (latest.get(`${each.place.row.id} ${each.place.column.name}`) ?? []) : each));
}

/** The finished cell if this server cannot have it or it has been run before; else the plan to run it. */
function prepare(place: CellPlace, { workbench: { server }, seed, folder: parent, fresh }: CellsOptions): Cell | PlannedCell {
  const name = cellName(place);
  const scenario = parseScenario(name, cellScenario(place));
  const unavailable = whyUnavailable(scenario, server);
  if (unavailable !== undefined) {
    return { ...placeOf(place), unavailable, result: null, run: null };
  }
  const plan = makePlan(name, scenario, server, { seed });
  const folder = join(parent, 'runs', name);
  const earlier = fresh ? null : completeRun(folder, plan);
  return earlier === null || fellBehind(earlier)
    ? { place, plan, folder }
    : { ...placeOf(place), unavailable: null, result: resultOf(judge(earlier)), run: join('runs', name) };
}

/** A cell whose run fails has no answers; the other cells go on. */
async function run({ place, plan, folder }: PlannedCell, sideBySide: SideBySide, options: CellsOptions): Promise<RanCell> {
  const { signal, done } = options;
  signal.throwIfAborted();
  removeRun(folder);
  const { result, lateness: late } = await resultOfRun({ place, plan, folder }, sideBySide, options).catch((error: unknown) => {
    signal.throwIfAborted();
    if (isInterruption(error)) {
      throw error;
    }
    return { result: unknownResult(describeError(error)), lateness: 0 };
  });
  const cell = { ...placeOf(place), unavailable: null, result, run: join('runs', cellName(place)) };
  done(cell);
  return { cell, lateness: late };
}

async function resultOfRun({ place, plan, folder }: PlannedCell, sideBySide: SideBySide, options: CellsOptions) {
  const { workbench, command, signal, unreported } = options;
  // Hundreds of runs, many at a time: figures are enough, so no evidence is taken.
  await using ran = await reportedRun(workbench, plan, { folder, command: command(place), evidence: 'none', signal, sideBySide });
  unreported(folder, ran.problems);
  return { result: resultOf(ran.verdict), lateness: lateness(ran.record) };
}

function lengthMs({ windows }: Plan): number {
  return windows.recovery.endMs;
}

function placeOf({ row, column }: CellPlace): Pick<Cell, 'fix' | 'fault'> {
  return { fix: row.id, fault: column.name };
}

function whyUnavailable(scenario: Scenario, server: Server): string | undefined {
  const [reason] = unavailableFixes(scenario.fixes, server, neighboursOf(scenario));
  return reason;
}
