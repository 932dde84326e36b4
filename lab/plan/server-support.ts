import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { problemsOnServer } from './plan.ts';

/** What this server cannot run: one sentence for each reason, with the names of the scenarios; empty if it can run them all. */
export function limitsOf(server: Server, scenarios: ReadonlyMap<string, Scenario>): string[] {
  const names = new Map<string, string[]>();
  for (const [name, scenario] of scenarios) {
    for (const problem of problemsOnServer(scenario, server)) {
      names.set(problem, [...(names.get(problem) ?? []), name]);
    }
  }
  return [...names].map(([problem, affected]) => `it cannot run ${affected.join(', ')}: ${problem}`);
}
