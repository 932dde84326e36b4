import { join } from 'node:path';
import { untilOnTime } from '../../lab/campaigns/late-runs.ts';
import { paceOn } from '../../lab/campaigns/pace.ts';
import { reportedRun } from '../../lab/campaigns/reported-run.ts';
import { openWorkbench, type Workbench } from '../../lab/campaigns/workbench.ts';
import { engineSettings } from '../../lab/engine/connection/engine-settings.ts';
import type { RunningHosts } from '../../lab/engine/hosts/start-hosts.ts';
import type { Overrides } from '../../lab/plan/overrides.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import type { SideBySide } from '../../lab/run/run-options.ts';
import { loadScenario } from '../../lab/scenario/catalog.ts';
import type { Scenario } from '../../lab/scenario/scenario-schema.ts';
import { defaultServer } from '../../lab/servers/index.ts';
import type { Server } from '../../lab/servers/server.ts';
import { lateness } from '../../lab/statistics/load-lag.ts';
import type { Verdict } from '../../lab/verdict/verdict-schema.ts';

/** A scenario to run, under a name of its own. */
export interface ToMeasure {
  readonly name: string;
  /** The name of a scenario, or a scenario. */
  readonly scenario: string | Scenario;
  readonly server?: Server;
  readonly overrides?: Overrides;
  /** The test expects it to be inconclusive; it is not run again for that. */
  readonly isVoid?: boolean;
  /** Called when the run is over and its hosts are still up. */
  readonly look?: (hosts: RunningHosts) => Promise<void>;
}

export interface Measured {
  readonly verdict: Verdict;
  readonly folder: string;
}

const tools = {
  settings: engineSettings(process.env),
  progress: { step: () => undefined, advance: () => undefined },
  confirm: async () => false,
};

/**
 * Runs scenarios side by side in waves, as the matrix does, `atATime` in the first: they mostly wait, but starting one would disturb what another measures. An
 * inconclusive run is void; `untilOnTime` runs it again with fewer beside it.
 */
export async function measureAll(list: readonly ToMeasure[], atATime: number, parent: string): Promise<ReadonlyMap<string, Measured>> {
  const { signal } = new AbortController();
  await using workbench = await openWorkbench({ server: defaultServer, image: undefined }, tools, signal);
  const folderOf = ({ name }: ToMeasure, attempt: number): string =>
    join(parent, `${name.replaceAll(/\W+/g, '-')}${attempt === 0 ? '' : `-attempt-${attempt + 1}`}`);
  const latenessOf = ({ name, isVoid }: ToMeasure, [, { verdict, late }]: readonly [string, MeasuredLate]): number => {
    if (isVoid !== true && verdict.verdict === 'inconclusive') {
      process.stdout.write(`${name}: ${verdict.reasons.join('; ')}: run again, fewer at a time\n`);
      return Math.max(late, voidLateness);
    }
    return Math.min(late, 1);
  };
  const results = await untilOnTime(
    list,
    { atFirst: atATime, atMost: Math.max(atATime, (await paceOn(workbench.engine)).atMost) },
    (each, sideBySide, attempt) => measureOne(each, folderOf(each, attempt), sideBySide, workbench, signal),
    latenessOf,
  );
  return new Map(results);
}

/** With how late its load came, as a share of what is allowed. */
interface MeasuredLate extends Measured {
  readonly late: number;
}

/** A void run counts as too late, whatever made it void. */
const voidLateness = 2;

async function measureOne(
  { name, scenario, server = defaultServer, overrides = {}, look }: ToMeasure,
  folder: string,
  sideBySide: SideBySide,
  workbench: Workbench,
  signal: AbortSignal,
): Promise<readonly [name: string, measured: MeasuredLate]> {
  const definition = typeof scenario === 'string' ? await loadScenario(scenario) : scenario;
  const plan = makePlan(typeof scenario === 'string' ? scenario : name, definition, server, overrides);
  await using ran = await reportedRun(workbench, plan, { folder, command: ['test'], evidence: 'passive', signal, sideBySide });
  await look?.(ran.hosts);
  return [name, { verdict: ran.verdict, folder, late: lateness(ran.record) }];
}

/** What a test asserts of a run. It lists what was not confirmed, because the record is gone when somebody reads the failure. */
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
