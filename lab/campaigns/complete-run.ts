import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { readRecord } from '../record/read-record.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';

/** The record in `folder`, if it is a complete run of exactly this plan; else null. */
export function completeRun(folder: string, plan: Plan): RunRecord | null {
  if (!existsSync(join(folder, 'verdict.json'))) {
    return null;
  }
  const record = readRecord(folder);
  const { ended, seed, server, scenario } = record.manifest;
  const isSame = ended === 'complete' && seed === plan.seed && server?.id === plan.server.id && same(scenario, plan.scenario);
  return isSame ? record : null;
}

/** Removes the folder of a run; leaves any folder without a manifest alone. */
export function removeRun(folder: string): void {
  if (existsSync(join(folder, 'manifest.json'))) {
    rmSync(folder, { recursive: true });
  }
}

/** Compares them as JSON, because a record has no keys with undefined values. */
function same(one: Scenario, other: Scenario): boolean {
  return JSON.stringify(one) === JSON.stringify(JSON.parse(JSON.stringify(other)));
}
