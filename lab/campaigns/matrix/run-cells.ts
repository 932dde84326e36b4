import { join } from 'node:path';
import { describeError, isInterruption, type LabError } from '../../errors/lab-error.ts';
import { unavailableFixes } from '../../fixes/index.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import type { SideBySide } from '../../run/run.ts';
import { parseScenario } from '../../scenario/catalog.ts';
import { neighboursOf } from '../../scenario/neighbours.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import type { Server } from '../../servers/server.ts';
import { fellBehind } from '../../statistics/measure.ts';
import { judge } from '../../verdict/judge.ts';
import { completeRun, removeRun } from '../complete-run.ts';
import { untilOnTime } from '../late-runs.ts';
import { reportedRun } from '../reported-run.ts';
import type { Workbench } from '../workbench.ts';
import { type Cell, resultOf, unknownResult } from './grid/answers.ts';
import { type CellPlace, cellName, cellScenario } from './grid/cells.ts';

export interface CellsOptions {
  readonly workbench: Workbench;
  readonly seed: number;
  /** Cells at a time. */
  readonly jobs: number;
  /** The folder of the matrix; each cell has one below it. */
  readonly folder: string;
  /** Whether a cell that has a complete run there is run again. */
  readonly fresh: boolean;
  /** The command that runs one cell again. */
  command(place: CellPlace): string[];
  /** Told how many cells have to be run. */
  began(toRun: number): void;
  /** Told what could not be made of a run beside its verdict. */
  unreported(folder: string, problems: readonly LabError[]): void;
  /** Told of each cell that has been run. */
  done(cell: Cell): void;
  readonly signal: AbortSignal;
}

/** A cell that can be run. */
interface PlannedCell {
  readonly place: CellPlace;
  readonly plan: Plan;
  readonly folder: string;
}

/**
 * Runs the cells side by side, each a whole run of its own. What an earlier, interrupted matrix has run already is taken from there. Cells
 * whose clients came late, because that was more than this machine carries, are run again, fewer at a time, in the end alone.
 */
export async function runCells(places: readonly CellPlace[], options: CellsOptions): Promise<Cell[]> {
  const prepared = places.map((place) => prepare(place, options));
  // A wave lasts as long as its longest run, so those that are alike go together.
  const toRun = prepared.filter((each) => 'plan' in each).toSorted((a, b) => lengthMs(b.plan) - lengthMs(a.plan));
  options.began(toRun.length);
  const ran = await untilOnTime(toRun, options.jobs, (cell, sideBySide) => run(cell, sideBySide, options), cameLate);
  const latest = new Map(ran.map((cell) => [`${cell.fix} ${cell.fault}`, cell]));
  return prepared.flatMap((each) => ('plan' in each ? (latest.get(`${each.place.row.id} ${each.place.column.name}`) ?? []) : each));
}

/** The cell as it stands where it cannot be had, or has been run before; else what it takes to run it. */
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

/** A cell that fails to run has no answers; it does not end the others. */
async function run({ place, plan, folder }: PlannedCell, sideBySide: SideBySide, options: CellsOptions): Promise<Cell> {
  const { signal, done } = options;
  signal.throwIfAborted();
  removeRun(folder);
  const result = await verdictOf({ place, plan, folder }, sideBySide, options).then(resultOf, (error: unknown) => {
    signal.throwIfAborted();
    if (isInterruption(error)) {
      throw error;
    }
    return unknownResult(describeError(error));
  });
  const cell = { ...placeOf(place), unavailable: null, result, run: join('runs', cellName(place)) };
  done(cell);
  return cell;
}

async function verdictOf({ place, plan, folder }: PlannedCell, sideBySide: SideBySide, options: CellsOptions) {
  const { workbench, command, signal, unreported } = options;
  // Hundreds of runs, sixteen at a time: what takes no more than a figure each is enough.
  await using ran = await reportedRun(workbench, plan, { folder, command: command(place), evidence: 'none', signal, sideBySide });
  unreported(folder, ran.problems);
  return ran.verdict;
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

function cameLate({ folder, plan }: PlannedCell): boolean {
  const record = completeRun(folder, plan);
  return record !== null && fellBehind(record);
}
