import { faultName } from '../../faults/notation/fault-name.ts';
import type { Subject } from './host/verify-subject.ts';
import type { FaultRun } from './run-faults.ts';
import { asScenario } from './scenario/as-scenario.ts';

/** A run for each fault of `wraplab.yaml`; one for a fault that it names twice. @throws LabError `usage` where the files do not make a scenario. */
export function faultsToRun(subject: Subject): FaultRun[] {
  const faults = subject.configuration.faults.map((fault) => ({ name: faultName(fault), scenario: asScenario(subject, fault) }));
  return faults.filter(({ name }, index) => faults.findIndex((other) => other.name === name) === index);
}

/** To start and end the hosts of a run. */
const startAndEndSeconds = 4;

/** About how long these runs take, `jobs` at a time, in s. */
export function expectedSeconds(runs: readonly FaultRun[], jobs: number): number {
  const [first] = runs;
  const ofOne = first === undefined ? 0 : Object.values(first.scenario.timeline).reduce((sum, ms) => sum + ms, 0) / 1000;
  return Math.ceil(runs.length / jobs) * Math.ceil(ofOne + startAndEndSeconds);
}
