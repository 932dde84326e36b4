import { type ClaimRun, measuredVerdict } from '../../../model/claim.ts';
import { problemsOnServer } from '../../../plan/plan.ts';
import { loadScenario, scenarioNames } from '../../../scenario/catalog.ts';
import type { Scenario } from '../../../scenario/scenario-schema.ts';
import { servers } from '../../../servers/index.ts';
import { markdownTable } from './markdown-table.ts';

/** One line a scenario: what it shows, where it runs, and which options it takes. */
export async function scenarioTable(): Promise<string> {
  const rows = scenarioNames().map(async (name) => {
    const scenario = await loadScenario(name);
    const able = servers.filter((server) => problemsOnServer(scenario, server).length === 0);
    return [`\`${name}\``, scenario.title, able.map(({ id }) => id).join(', '), takenOptions(scenario)];
  });
  return markdownTable(['scenario', 'what it shows', 'runs on', 'takes'], await Promise.all(rows));
}

/** Rates and delays that the scenario accepts instead of its own. */
function takenOptions({ takes: { ratePerSecond, delayMs } }: Scenario): string {
  return [
    ...(ratePerSecond === undefined ? [] : [`\`--rate\` ${ratePerSecond.from}–${ratePerSecond.to}`]),
    ...(delayMs === undefined ? [] : [`\`--delay-ms\` ${delayMs.from}–${delayMs.to}`]),
  ].join(', ');
}

/** One line a claim and scenario, one column a server that any of them ran on. */
export async function claimTable(runs: readonly ClaimRun[]): Promise<string> {
  const ran = [...new Set(runs.map(({ server }) => server))].toSorted();
  const versions = ran.map((server) => `${server} ${runs.find((run) => run.server === server)?.version ?? ''}`);
  const rows = await Promise.all(
    scenarioNames().map(async (name) =>
      (await loadScenario(name)).claims.map((claim) => [
        claim.text,
        ...ran.map((server) => measuredVerdict(claim, name, server, runs) ?? '–'),
        claim.but ?? '',
        `\`${name}\``,
      ]),
    ),
  );
  return markdownTable(['claim', ...versions, 'but', 'scenario'], rows.flat());
}
