import { join } from 'node:path';
import { z } from 'zod';
import { keepSteadiness } from '../../campaigns/steadiness/kept-steadiness.ts';
import { runsInOrder, type Timed } from '../../campaigns/steadiness/ledger/order.ts';
import { type RunPlace, ways, worstOf } from '../../campaigns/steadiness/ledger/standing.ts';
import { steadinessAsText } from '../../campaigns/steadiness/ledger/steadiness-table.ts';
import { onHosts, runSteadiness } from '../../campaigns/steadiness/run-seeds.ts';
import { SteadinessLedger } from '../../campaigns/steadiness/steadiness-folder.ts';
import { openWorkbench, type Workbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { makePlan, type Plan, problemsOnServer } from '../../plan/plan.ts';
import { signs } from '../../reports/figures.ts';
import { loadScenario, scenarioNames } from '../../scenario/catalog.ts';
import type { Scenario } from '../../scenario/scenario-schema.ts';
import type { Server } from '../../servers/server.ts';
import { type ServerChoice, serverIdOf } from '../../servers/server-choice.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import { counted } from '../../text/counted.ts';
import { jsonText } from '../../text/json-text.ts';
import { scenarioAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { timedProgress } from '../timed-progress.ts';
import { workbenchTools } from '../workbench-tools.ts';

const defaultSideBySide = 3;
const mostSeeds = 1000;
/** Scenarios and statistics are the same on both: on MySQL a few seeds show whether the server makes a difference. */
const defaultSeeds = { mysql: 3, others: 10 } as const;

/** `10`: the seeds 1 to 10. `11-12`: these. */
const seedsOption = z
  .string()
  .regex(/^\d{1,9}(-\d{1,9})?$/, 'a number of seeds, or a range such as 11-12')
  .transform((text) => {
    const [first = 0, last] = text.split('-').map(Number);
    return last === undefined ? { first: 1, last: first } : { first, last };
  })
  .refine(({ first, last }) => last >= first && last - first < mostSeeds, `1 to ${mostSeeds} seeds`)
  .transform(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));

export const options = {
  seeds: {
    takes: 'N|FROM-TO',
    help: `number of seeds, counted from 1, or a range (default ${defaultSeeds.others}; on mysql ${defaultSeeds.mysql})`,
    value: seedsOption,
  },
  only: { takes: ways.join('|'), help: 'make only these runs (default: both, alone first)', value: z.enum(ways) },
  jobs: { takes: 'N', help: `runs side by side (default ${defaultSideBySide})`, value: wholeNumber(2, 64) },
  ...serverOptions,
  out: {
    takes: 'DIR',
    help: 'folder for the runs and the table (default .wraplab/steadiness/SERVER); complete runs there are kept, unless their load came late',
    value: z.string().min(1),
    isPath: true,
  },
  fresh: { takes: '', help: 'make every run, even those that are complete', value: flag },
  keep: { takes: '', help: 'add the runs to those of scenarios/STEADINESS.md; a scenario that was changed needs new ones', value: flag },
  json: { takes: '', help: 'print only steadiness.json on stdout', value: flag },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

type Chosen = Values<typeof options>;

/** Whether verdicts depend on luck. */
export const steadiness: Command = {
  name: 'steadiness',
  usage: 'steadiness [SCENARIO…] [options]',
  title: 'runs scenarios with several seeds, and reports verdicts that differ',
  options,
  help: () => `${describeOptions(options)}\n\nRuns all scenarios if none is named. The exit code is that of the worst run in the folder.`,
  async run(args, signal) {
    const { values, positionals } = parseOptions(options, args);
    const scenarios = await loadAll(positionals.length === 0 ? scenarioNames() : positionals);
    const choice = chosenServer(values);
    const server = serverIdOf(choice);
    const folder = values.out ?? join('.wraplab', 'steadiness', server);
    const ledger = new SteadinessLedger(folder, { server, sideBySide: values.jobs ?? defaultSideBySide });
    await using workbench = await openWorkbench(choice, workbenchTools(values.quiet === true), signal);
    sayPlaceAtEnd(`runs so far: ${folder}; run the same command again to continue`, folder);
    await makeRuns({ scenarios, choice, workbench, ledger, values, signal });
    if (values.keep === true) {
      keepSteadiness(ledger.known);
    }
    show(ledger, values.json === true);
    placeSaid(folder);
    return exitCodes[worstOf(ledger.known)];
  },
};

type Scenarios = ReadonlyMap<string, Scenario>;

interface Making {
  readonly scenarios: Scenarios;
  readonly choice: ServerChoice;
  readonly workbench: Workbench;
  readonly ledger: SteadinessLedger;
  readonly values: Chosen;
  readonly signal: AbortSignal;
}

async function loadAll(names: readonly string[]): Promise<Scenarios> {
  return new Map(await Promise.all(names.map(async (name) => [name, await loadScenario(name)] as const)));
}

async function makeRuns({ scenarios, choice, workbench, ledger, values, signal }: Making): Promise<void> {
  const progress = terminalProgress(values.quiet === true);
  const { sideBySide } = ledger.known;
  const problems = [...scenarios].map(([name, scenario]) => ({
    scenario: name,
    reason: problemsOnServer(scenario, workbench.server).join('; '),
  }));
  ledger.add({ unavailable: problems.filter(({ reason }) => reason !== '') });
  const able = problems.filter(({ reason }) => reason === '').map(({ scenario }) => scenario);
  const planOf = ({ scenario, seed }: Pick<RunPlace, 'scenario' | 'seed'>): Plan =>
    makePlan(scenario, found(scenarios, scenario), workbench.server, { seed });
  const timed: Timed[] = able.map((scenario) => ({ scenario, lengthMs: planOf({ scenario, seed: 1 }).windows.recovery.endMs }));
  const seeds = values.seeds ?? seedsFor(workbench.server);
  const chosenWays = ways.filter((way) => values.only === undefined || values.only === way);
  const places = chosenWays.flatMap((way) => runsInOrder(timed, seeds, way, sideBySide));
  const advance = timedProgress(progress);
  await runSteadiness(places, {
    planOf,
    make: onHosts(workbench, planOf, ({ scenario, seed }) => scenarioAgain(scenario, { seed: String(seed) }, choice), sayProblems, signal),
    sideBySide,
    folder: ledger.folder,
    fresh: values.fresh === true,
    began: (toRun) => progress.step(`making ${toRun} of ${counted(places.length, 'run')}`),
    known: (runs) => ledger.add({ runs }),
    done: (run, { done, total }) => {
      ledger.add({ runs: [run] });
      advance(`${run.scenario}, seed ${run.seed}: ${signs[run.verdict]} ${run.verdict}`, done, total);
    },
    signal,
  });
}

function seedsFor({ id }: Server): number[] {
  const count = id === 'mysql' ? defaultSeeds.mysql : defaultSeeds.others;
  return Array.from({ length: count }, (_, index) => index + 1);
}

function found(scenarios: Scenarios, name: string): Scenario {
  const scenario = scenarios.get(name);
  if (scenario === undefined) {
    throw new TypeError(`expected a scenario that was loaded, got ${name}`);
  }
  return scenario;
}

function show({ folder, known }: SteadinessLedger, json: boolean): void {
  if (json) {
    process.stdout.write(jsonText(known));
    process.stderr.write(`runs: ${folder}\n`);
  } else {
    process.stdout.write(`${steadinessAsText(known, coloursOn(process.stdout))}\nruns: ${folder}\n`);
  }
}
