import { join } from 'node:path';
import { describeError, isInterruption, LabError, ServerEnded } from '../../errors/lab-error.ts';
import { folderName } from '../../files/folder-name.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import { readRecord } from '../../record/read-record.ts';
import type { SideBySide, Trial } from '../../run/run-options.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import { lateness } from '../../statistics/load-lag.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import { untilOnTime } from '../late-runs.ts';
import type { Pace } from '../pace.ts';
import { reportedRun } from '../reported-run.ts';
import type { Workbench } from '../workbench.ts';
import { type FaultResult, faultResult, resultWithoutRun } from './results/result.ts';

export interface FaultsOptions {
  readonly workbench: Workbench;
  readonly seed: number;
  /** How many runs go at a time. */
  readonly pace: Pace;
  /** Where the records go, a folder each. */
  readonly folder: string;
  readonly command: readonly string[];
  /** Commands of the host that are tried in the first run: the time that they take does not depend on the fault. */
  readonly trial: Trial;
  /** Called with what could not be made for a folder, such as a report. */
  unreported(folder: string, problems: readonly LabError[]): void;
  /** Called after each run of a fault. */
  done(result: FaultResult): void;
  readonly signal: AbortSignal;
}

/** A fault by its name in reports, and the scenario that shows what it does. */
export interface FaultRun {
  readonly name: string;
  readonly scenario: Scenario;
}

/**
 * Runs the faults side by side, each in a run of its own, because runs mostly wait. Runs whose load came late, because the machine was
 * overloaded, run again, fewer at a time, and finally alone.
 *
 * @throws ServerEnded when the server does not start with the folder's files, which no fault would change.
 */
export async function runFaults(runs: readonly FaultRun[], options: FaultsOptions): Promise<FaultResult[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const runNow = async (run: FaultRun, sideBySide: SideBySide, attempt: number): Promise<RanFault> => {
    const trial = run === runs[0] && attempt === 0 ? options.trial : noTrial;
    try {
      const ran = await runOne(run, attempt, sideBySide, { ...options, trial, signal });
      options.done(ran.result);
      return ran;
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  try {
    const ran = await untilOnTime(runs, options.pace, runNow, (_run, { late }) => late);
    return ran.map(({ result }) => result);
  } catch (error) {
    throw firstCause(error, options.signal.aborted ? options.signal : stop.signal);
  }
}

/** Suffixes of the folders of the attempts. */
const suffixes = ['', '-again'];
const noTrial: Trial = { commands: [], done: () => undefined };

/** The result of a run, and how late its load came, as a share of what is allowed. */
interface RanFault {
  readonly result: FaultResult;
  readonly late: number;
}

async function runOne({ name, scenario }: FaultRun, attempt: number, sideBySide: SideBySide, options: FaultsOptions): Promise<RanFault> {
  const { workbench, seed, signal } = options;
  signal.throwIfAborted();
  const plan = makePlan(name, scenario, workbench.server, { seed });
  const folder = join(options.folder, 'runs', `${folderName(name)}${suffixes[attempt] ?? `-attempt-${attempt + 1}`}`);
  const beganMs = performance.now();
  const seconds = (): number => (performance.now() - beganMs) / 1000;
  try {
    const { verdict, late } = await verdictOf(plan, folder, sideBySide, options);
    return { result: faultResult(name, verdict, folder, seconds()), late };
  } catch (error) {
    signal.throwIfAborted();
    const didNotStart = error instanceof ServerEnded && readRecord(folder).manifest.startNs === null;
    // A folder that cannot be written to has nothing to do with the fault, and the next fault would find the same.
    if (isInterruption(error) || didNotStart || (error instanceof LabError && error.code === 'usage')) {
      throw error;
    }
    const verdict = error instanceof ServerEnded ? 'refuted' : 'inconclusive';
    return { result: resultWithoutRun(name, verdict, describeError(error), folder, seconds()), late: 0 };
  }
}

async function verdictOf(
  plan: Plan,
  folder: string,
  sideBySide: SideBySide,
  { workbench, command, trial, signal, unreported }: FaultsOptions,
): Promise<{ readonly verdict: Verdict; readonly late: number }> {
  await using ran = await reportedRun(workbench, plan, { folder, command, evidence: 'passive', signal, sideBySide, trial });
  unreported(folder, ran.problems);
  return { verdict: ran.verdict, late: lateness(ran.record) };
}

/** Of several errors, the one that caused the others. */
function firstCause(error: unknown, { aborted, reason }: AbortSignal): unknown {
  return aborted ? reason : error;
}
