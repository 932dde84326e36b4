import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { writeOutputFiles } from '../../campaigns/output-files.ts';
import { reportedRun } from '../../campaigns/reported-run.ts';
import { runFacts } from '../../campaigns/run-facts.ts';
import { newRunFolder } from '../../campaigns/run-folder.ts';
import { fewestRuns, judgeSoak, type SoakJudgement, type SoakVerdict } from '../../campaigns/soak/growth/judge-growth.ts';
import { type SoakReading, soakQuantities } from '../../campaigns/soak/growth/soak-quantities.ts';
import { soakScenario } from '../../campaigns/soak/growth/soak-scenario.ts';
import { soakAsText } from '../../campaigns/soak/growth/soak-table.ts';
import { keepCompiledCodeStill, readSoak } from '../../campaigns/soak/soak-reading.ts';
import { openWorkbench, type Workbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import { loadScenario, parseScenario } from '../../scenario/catalog.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import { counted } from '../../text/counted.ts';
import { coloured, plain } from '../../text/paint.ts';
import type { VerdictName } from '../../verdict/verdict-schema.ts';
import { soakAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { timedProgress } from '../timed-progress.ts';
import { workbenchTools } from '../workbench-tools.ts';

const defaultRuns = 100;
const ownScenario = 'soak';

export const options = {
  runs: { takes: 'N', help: `number of runs, one after the other (default ${defaultRuns})`, value: wholeNumber(fewestRuns, 10_000) },
  scenario: { takes: 'NAME', help: 'a scenario instead of the soak’s own short one', value: z.string().min(1) },
  ...serverOptions,
  out: { takes: 'DIR', help: 'folder for soak.json (default .wraplab/soak/<time>)', value: z.string().min(1), isPath: true },
  keep: { takes: '', help: 'keep the folders of the runs', value: flag },
} as const;

type Chosen = Values<typeof options>;

/** soak.json. */
interface SoakResult {
  readonly schema: 'wraplab/soak@1';
  readonly scenario: string;
  readonly server: string;
  readonly runs: number;
  readonly startedAt: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Verdicts of the runs. */
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  readonly judgement: SoakJudgement;
  readonly quantities: typeof soakQuantities;
  /** One for each run, in their order. */
  readonly readings: readonly SoakReading[];
}

const exits = { steady: 'confirmed', grows: 'refuted', unknown: 'inconclusive' } as const satisfies Record<SoakVerdict, string>;

/** Many runs in one process, to see whether anything grows from run to run. */
export const soak: Command = {
  name: 'soak',
  usage: 'soak [options]',
  title: 'runs a scenario many times in one process, to find leaks',
  options,
  help: () =>
    `${describeOptions(options)}\n\nReports whether memory, open files, engine objects or disk usage grow from run to run. The first tenth of the runs is warm-up.\nExit 0: nothing grows faster than its limit; 1: something does; 2: too few runs to tell.\nLet nothing else use the engine meanwhile: all of its images, volumes and data are counted.`,
  async run(args, signal) {
    const { values, given } = parseOptions(options, args);
    keepCompiledCodeStill();
    const progress = terminalProgress(false);
    const choice = chosenServer(values);
    const name = values.scenario ?? ownScenario;
    const scenario = values.scenario === undefined ? parseScenario(name, soakScenario) : await loadScenario(name);
    const startedAt = new Date().toISOString();
    const folder = values.out ?? newRunFolder(join('.wraplab', 'soak'), '');
    takeFolder(folder);
    await using workbench = await openWorkbench(choice, { ...workbenchTools(false), progress }, signal);
    const plan = makePlan(name, scenario, workbench.server);
    sayPlaceAtEnd(`soak so far: ${folder}`, folder);
    const result = await soakRuns({ values, command: soakAgain(given, choice), workbench, plan, folder, startedAt, signal });
    process.stdout.write(asText(result, folder));
    placeSaid(folder);
    return exitCodes[exits[result.judgement.verdict]];
  },
};

interface Soaking {
  readonly values: Chosen;
  /** The command that runs it again. */
  readonly command: readonly string[];
  readonly workbench: Workbench;
  readonly plan: Plan;
  readonly folder: string;
  readonly startedAt: string;
  readonly signal: AbortSignal;
}

/** Makes the runs, and takes a reading and writes soak.json after each. */
async function soakRuns(soaking: Soaking): Promise<SoakResult> {
  const { values, command, workbench, plan, folder, startedAt, signal } = soaking;
  const total = values.runs ?? defaultRuns;
  const facts = await runFacts(command);
  using temporary = ownTemporaryFolder(resolve(folder, 'tmp'));
  const verdicts: Record<VerdictName, number> = { confirmed: 0, refuted: 0, inconclusive: 0 };
  const readings: SoakReading[] = [];
  const resultSoFar = (): SoakResult => ({
    schema: 'wraplab/soak@1',
    scenario: plan.scenarioName,
    server: workbench.server.id,
    runs: readings.length,
    startedAt,
    versions: { ...facts.versions, engine: workbench.engine.version, kernel: workbench.engine.kernel },
    verdicts,
    judgement: judgeSoak(readings),
    quantities: soakQuantities,
    readings,
  });
  const advance = timedProgress(terminalProgress(false));
  for (let run = 1; run <= total; run++) {
    const verdict = await oneRun(soaking, join(folder, 'runs', String(run)));
    verdicts[verdict] += 1;
    readings.push(await readSoak(workbench.engine, folder, temporary.path));
    writeOutputFiles(folder, { 'soak.json': `${JSON.stringify(resultSoFar(), null, 2)}\n` });
    advance(verdict, run, total);
    signal.throwIfAborted();
  }
  return resultSoFar();
}

async function oneRun({ values, workbench, plan, command, signal }: Soaking, folder: string): Promise<VerdictName> {
  await using ran = await reportedRun(workbench, plan, { folder, command, evidence: 'passive', signal });
  sayProblems(folder, ran.problems);
  if (values.keep !== true) {
    rmSync(folder, { recursive: true });
  }
  return ran.verdict.verdict;
}

/** Gives this process and its libraries a folder of their own for temporary files, so that leftovers show. */
function ownTemporaryFolder(path: string): Disposable & { readonly path: string } {
  const { TMPDIR } = process.env;
  mkdirSync(path, { recursive: true });
  process.env.TMPDIR = path;
  return {
    path,
    [Symbol.dispose]() {
      if (TMPDIR === undefined) {
        delete process.env.TMPDIR;
      } else {
        process.env.TMPDIR = TMPDIR;
      }
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function asText({ scenario, server, runs, verdicts, judgement }: SoakResult, folder: string): string {
  const paint = coloursOn(process.stdout) ? coloured : plain;
  const counts = Object.entries(verdicts).filter(([, count]) => count > 0);
  const title = `${judgement.verdict.toUpperCase()}  ${counted(runs, 'run')} of ${scenario} on ${server}: ${counts.map(([verdict, count]) => `${count} × ${verdict}`).join(', ')}`;
  return `${paint('bold', title)}\n\n${soakAsText(judgement, paint)}\n\nfigures: ${join(folder, 'soak.json')}\n`;
}
