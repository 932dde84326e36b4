import { join } from 'node:path';
import { runFacts } from '../../lab/campaigns/run-facts.ts';
import { inWaves } from '../../lab/campaigns/waves.ts';
import { newRunId, openWorkbench, type Workbench } from '../../lab/campaigns/workbench.ts';
import type { RunningHosts } from '../../lab/engine/hosts/hosts.ts';
import type { Overrides } from '../../lab/plan/overrides.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import { execute, type SideBySide } from '../../lab/run/execute.ts';
import { loadScenario } from '../../lab/scenario/catalog.ts';
import type { Scenario } from '../../lab/scenario/schema.ts';
import { defaultServer } from '../../lab/servers/index.ts';
import type { Server } from '../../lab/servers/server.ts';
import { nobody } from '../../lab/terminal/live-view.ts';
import type { Verdict } from '../../lab/verdict/verdict.ts';

/** A scenario to run, under a name of its own. */
export interface ToMeasure {
  readonly name: string;
  /** By its name, or itself. */
  readonly scenario: string | Scenario;
  readonly server?: Server;
  readonly overrides?: Overrides;
  /** What the test expects: to be inconclusive. It is not run again for that. */
  readonly isVoid?: boolean;
  /** Looks at its hosts when the run is over and they are still up. */
  readonly look?: (hosts: RunningHosts) => Promise<void>;
}

export interface Measured {
  readonly verdict: Verdict;
  readonly folder: string;
}

const silent = { step: () => undefined, advance: () => undefined };

/**
 * Runs scenarios side by side in waves, as the matrix does: they mostly wait, but starting one would disturb what another measures. Those
 * that are void by their own account, which is what "inconclusive" means, are run again: few at a time, then alone.
 */
export async function measureAll(list: readonly ToMeasure[], atATime: number, parent: string): Promise<ReadonlyMap<string, Measured>> {
  const { signal } = new AbortController();
  await using workbench = await openWorkbench({ server: defaultServer, image: undefined }, silent, signal);
  const measure = (suffix: string) => (each: ToMeasure, sideBySide: SideBySide) =>
    measureOne(each, join(parent, `${each.name.replaceAll(/\W+/g, '-')}${suffix}`), sideBySide, workbench, signal);
  const results = new Map(await inWaves(list, atATime, measure('')));
  for (const [suffix, fewer] of [
    ['-again', 3],
    ['-once-more', 1],
  ] as const) {
    const isToRun = ({ name, isVoid }: ToMeasure): boolean => isVoid !== true && results.get(name)?.verdict.verdict === 'inconclusive';
    for (const [name, again] of await inWaves(list.filter(isToRun), fewer, measure(suffix))) {
      process.stdout.write(`${name}: ${results.get(name)?.verdict.reasons.join('; ')}: run again, ${fewer} at a time\n`);
      results.set(name, again);
    }
  }
  return results;
}

async function measureOne(
  { name, scenario, server = defaultServer, overrides = {}, look }: ToMeasure,
  folder: string,
  sideBySide: SideBySide,
  { engine, imagesFor }: Workbench,
  signal: AbortSignal,
): Promise<readonly [name: string, measured: Measured]> {
  const definition = typeof scenario === 'string' ? await loadScenario(scenario) : scenario;
  const plan = makePlan(typeof scenario === 'string' ? scenario : name, definition, server, overrides);
  const images = await imagesFor(plan);
  const facts = await runFacts(['test']);
  const common = { plan, engine, images, runId: newRunId(), folder, keep: false, facts, spectator: nobody, signal, sideBySide };
  await using execution = await execute({ ...common, evidence: 'costless' });
  await look?.(execution.hosts);
  return [name, { verdict: execution.verdict, folder }];
}

/** What a test asserts of a run; with what was not confirmed, for whoever reads a failure: the record goes with the test. */
export function inShort({ verdict, reasons, expectations }: Verdict) {
  return {
    verdict,
    reasons,
    others: expectations
      .filter((each) => each.verdict !== 'confirmed')
      .map(({ id, measured, limit, reason }) => `${id}: ${measured}, limit ${limit}${reason === '' ? '' : ` (${reason})`}`),
  };
}

export const confirmed = { verdict: 'confirmed', reasons: [], others: [] };
