import type { Plan } from '../../lab/plan/plan.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import type { ScenarioInput } from '../../lab/scenario/scenario-schema.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { smallScenario } from './recorded-run.ts';

/** A plan with two paths and phases of 10 s: a client each second, and as many outsiders. */
export function smallPlan(change: Partial<ScenarioInput> = {}, name = 'small'): Plan {
  const load: ScenarioInput['load'] = [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 1 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.5 } },
  ];
  return makePlan(name, scenarioSchema.parse(smallScenario({ load, ...change })), mariadb);
}
