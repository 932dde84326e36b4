import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import { parseScenario } from '../catalog.ts';
import { describeError, isInterruption } from '../errors.ts';
import { execute } from '../execution.ts';
import { unavailableFixes } from '../fixes/index.ts';
import { type CellPlace, cellName, cellScenario } from '../matrix/cells.ts';
import { type Cell, type CellResult, resultOf, unknownResult } from '../matrix/matrix.ts';
import { makePlan, type Plan } from '../plan.ts';
import { type RunRecord, readRecord } from '../record.ts';
import { expandClients, type Scenario } from '../scenario.ts';
import type { Server } from '../servers/server.ts';
import { judge } from '../verdict.ts';
import { nobody } from './live-view.ts';
import { runFacts } from './run-facts.ts';
import { newRunId, type Workbench } from './workbench.ts';

export interface CellsOptions {
  readonly workbench: Workbench;
  readonly seed: number;
  /** Cells at a time. */
  readonly jobs: number;
  /** The folder of the matrix; each cell has one below it. */
  readonly folder: string;
  /** Whether a cell that has a complete run there is run again. */
  readonly fresh: boolean;
  /** Told of each cell that is over. */
  done(cell: Cell, wasThere: boolean): void;
  readonly signal: AbortSignal;
}

/** Runs the cells side by side, each a whole run of its own; what an earlier, interrupted matrix has run already is taken from there. */
export async function runCells(places: readonly CellPlace[], options: CellsOptions): Promise<Cell[]> {
  const facts = await runFacts(['npm', 'run', 'matrix']);
  return pMap(places, (place) => runCell(place, options, facts), { concurrency: options.jobs, signal: options.signal });
}

async function runCell(place: CellPlace, options: CellsOptions, facts: Awaited<ReturnType<typeof runFacts>>): Promise<Cell> {
  const name = cellName(place);
  const scenario = parseScenario(name, cellScenario(place));
  const common = { fix: place.row.id, fault: place.column.name };
  const unavailable = whyUnavailable(scenario, options.workbench.server);
  if (unavailable !== undefined) {
    return { ...common, unavailable, result: null, run: null };
  }
  const plan = makePlan(name, scenario, options.workbench.server, { seed: options.seed });
  const folder = join(options.folder, 'runs', name);
  const earlier = options.fresh ? null : completeRun(folder, plan);
  const result = earlier === null ? await runAnew(plan, folder, options, facts) : resultOf(judge(earlier));
  const cell = { ...common, unavailable: null, result, run: join('runs', name) };
  options.done(cell, earlier !== null);
  return cell;
}

/** A cell that fails to run has no answers; it does not end the others. */
async function runAnew(
  plan: Plan,
  folder: string,
  { workbench, signal }: CellsOptions,
  facts: Awaited<ReturnType<typeof runFacts>>,
): Promise<CellResult> {
  removeRun(folder);
  try {
    const images = await workbench.imagesFor(plan);
    const common = { plan, engine: workbench.engine, images, runId: newRunId(), folder, keep: false, facts, spectator: nobody, signal };
    await using execution = await execute(common);
    return resultOf(execution.verdict);
  } catch (error) {
    signal.throwIfAborted();
    if (isInterruption(error)) {
      throw error;
    }
    return unknownResult(describeError(error));
  }
}

function whyUnavailable(scenario: Scenario, server: Server): string | undefined {
  const [reason] = unavailableFixes(scenario.fixes, server, {
    clients: expandClients(scenario.clients.tcp),
    outsiders: expandClients(scenario.clients.outsider),
    nameserver: scenario.nameserver,
    secondNameserver: scenario.secondNameserver,
  });
  return reason;
}

/** The run in `folder`, where it is a complete one of the very same plan. */
function completeRun(folder: string, plan: Plan): RunRecord | null {
  if (!existsSync(join(folder, 'verdict.json'))) {
    return null;
  }
  const record = readRecord(folder);
  const { ended, seed, server, scenario } = record.manifest;
  const isSame = ended === 'complete' && seed === plan.seed && server?.id === plan.server.id && same(scenario, plan.scenario);
  return isSame ? record : null;
}

/** By what JSON says of both: a record has no keys without a value. */
function same(one: Scenario, other: Scenario): boolean {
  return JSON.stringify(one) === JSON.stringify(JSON.parse(JSON.stringify(other)));
}

/** Removes a run of the lab's; nothing else. */
function removeRun(folder: string): void {
  for (const name of existsSync(join(folder, 'manifest.json'))
    ? ['events.jsonl', 'samples.jsonl', 'verdict.json', 'report.txt', 'manifest.json']
    : []) {
    rmSync(join(folder, name), { force: true });
  }
}
