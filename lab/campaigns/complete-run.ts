import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { readRecord } from '../record/read-record.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';

/** The run in `folder`, where it is a complete one of the very same plan. */
export function completeRun(folder: string, plan: Plan): RunRecord | null {
  if (!existsSync(join(folder, 'verdict.json'))) {
    return null;
  }
  const record = readRecord(folder);
  const { ended, seed, server, scenario } = record.manifest;
  const isSame = ended === 'complete' && seed === plan.seed && server?.id === plan.server.id && same(scenario, plan.scenario);
  return isSame ? record : null;
}

/** Removes a run of the lab's: the folder has a manifest of one. */
export function removeRun(folder: string): void {
  if (existsSync(join(folder, 'manifest.json'))) {
    rmSync(folder, { recursive: true });
  }
}

/** By what JSON says of both: a record has no keys without a value. */
function same(one: Scenario, other: Scenario): boolean {
  return JSON.stringify(one) === JSON.stringify(JSON.parse(JSON.stringify(other)));
}
