import { join } from 'node:path';
import { describeError, isInterruption, LabError, ServerEnded } from '../../errors/lab-error.ts';
import { folderName } from '../../files/folder-name.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import { readRecord } from '../../record/read-record.ts';
import { sayProblems } from '../../reports/report-problems.ts';
import { execute, type SideBySide, type Trial } from '../../run/execute.ts';
import type { Scenario } from '../../scenario/schema.ts';
import { fellBehind } from '../../statistics/measure.ts';
import { nobody } from '../../terminal/live-view.ts';
import { runFacts } from '../run-facts.ts';
import { inWaves } from '../waves.ts';
import { newRunId, type Workbench } from '../workbench.ts';
import { type FaultResult, faultResult, resultWithoutRun } from './result.ts';

export interface FaultsOptions {
  readonly workbench: Workbench;
  readonly seed: number;
  /** Runs at a time. */
  readonly jobs: number;
  /** Where the records go, a folder each. */
  readonly folder: string;
  readonly command: readonly string[];
  /** Commands of the host that are tried in the first run: what they take does not depend on the fault. */
  readonly trial: Trial;
  /** Told of each fault that is over. */
  done(result: FaultResult): void;
  readonly signal: AbortSignal;
}

/** A fault by the name that it goes under in reports, and the scenario that shows what it does. */
export interface FaultRun {
  readonly name: string;
  readonly scenario: Scenario;
}

/**
 * Runs the faults side by side, each a whole run of its own: runs mostly wait. Those whose clients came late, because that was more
 * than this machine carries, are run again, one at a time.
 *
 * @throws ServerEnded when the server does not start with the folder's files, which then no fault would change.
 */
export async function runFaults(runs: readonly FaultRun[], options: FaultsOptions): Promise<FaultResult[]> {
  const facts = await runFacts(options.command);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const all = (suffix: string, jobs: number, some: readonly FaultRun[]): Promise<FaultResult[]> =>
    inWaves(some, jobs, async (run, sideBySide) => {
      const trial = run === runs[0] && suffix === '' ? options.trial : noTrial;
      const result = await runOne(run, suffix, sideBySide, { ...options, trial, signal }, facts).catch((error: unknown) => {
        stop.abort(error);
        throw error;
      });
      options.done(result);
      return result;
    }).catch((error: unknown) => {
      throw firstCause(error, options.signal.aborted ? options.signal : stop.signal);
    });
  const results = await all('', options.jobs, runs);
  const late = options.jobs === 1 ? [] : runs.filter((_, index) => cameLate(results[index]));
  const again = await all('-again', 1, late);
  return results.map((result) => again.find(({ fault }) => fault === result.fault) ?? result);
}

const noTrial: Trial = { commands: [], done: () => undefined };

/** Whether the load agent fell behind so far that the run cannot be judged. */
function cameLate(result: FaultResult | undefined): boolean {
  if (result?.verdict !== 'inconclusive' || result.run === null || result.server === null) {
    return false;
  }
  return fellBehind(readRecord(result.run));
}

async function runOne(
  { name, scenario }: FaultRun,
  suffix: string,
  sideBySide: SideBySide,
  options: FaultsOptions,
  facts: Awaited<ReturnType<typeof runFacts>>,
): Promise<FaultResult> {
  const { workbench, seed, signal } = options;
  signal.throwIfAborted();
  const plan = makePlan(name, scenario, workbench.server, { seed });
  const folder = join(options.folder, 'runs', `${folderName(name)}${suffix}`);
  const beganMs = performance.now();
  const seconds = (): number => (performance.now() - beganMs) / 1000;
  try {
    const verdict = await verdictOf(plan, folder, sideBySide, options, facts);
    return faultResult(name, verdict, folder, seconds());
  } catch (error) {
    signal.throwIfAborted();
    const didNotStart = error instanceof ServerEnded && readRecord(folder).manifest.startNs === null;
    // A folder that cannot be written to is no fault’s doing, and is not another for the next one.
    if (isInterruption(error) || didNotStart || (error instanceof LabError && error.code === 'usage')) {
      throw error;
    }
    return resultWithoutRun(name, error instanceof ServerEnded ? 'refuted' : 'inconclusive', describeError(error), folder, seconds());
  }
}

async function verdictOf(
  plan: Plan,
  folder: string,
  sideBySide: SideBySide,
  { workbench, trial, signal }: FaultsOptions,
  facts: Awaited<ReturnType<typeof runFacts>>,
) {
  const images = await workbench.imagesFor(plan);
  await using execution = await execute({
    plan,
    engine: workbench.engine,
    images,
    runId: newRunId(),
    folder,
    keep: false,
    evidence: 'costless',
    facts,
    spectator: nobody,
    signal,
    sideBySide,
    trial,
  });
  sayProblems(folder, execution.problems);
  return execution.verdict;
}

/** Of several errors, the one that made the others. */
function firstCause(error: unknown, { aborted, reason }: AbortSignal): unknown {
  return aborted ? reason : error;
}
