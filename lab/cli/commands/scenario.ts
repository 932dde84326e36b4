import { join } from 'node:path';
import { z } from 'zod';
import { keptHostsAsText } from '../../campaigns/kept-hosts.ts';
import { keptRemedies } from '../../campaigns/kept-remedies.ts';
import { type ReportedRun, reportedRun } from '../../campaigns/reported-run.ts';
import { newRunFolder } from '../../campaigns/run-folder.ts';
import { openWorkbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { takesDelay } from '../../faults/capabilities.ts';
import { faultIds, faults } from '../../faults/index.ts';
import { faultOption } from '../../faults/notation/fault-option.ts';
import { folderName } from '../../files/folder-name.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { fixIds } from '../../fixes/index.ts';
import { hostAsFiles } from '../../model/host-files.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import { renderHostDiff } from '../../reports/host-diff.ts';
import { planAsText } from '../../reports/plan-as-text.ts';
import { summary } from '../../reports/summary.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { verdictJson } from '../../reports/verdict-json.ts';
import type { Server } from '../../servers/server.ts';
import type { ServerChoice } from '../../servers/server-choice.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { type LiveViewKind, liveView } from '../../terminal/live-view.ts';
import { widthOf } from '../../terminal/width.ts';
import { fitLines } from '../../text/fit-lines.ts';
import { coloured, plain } from '../../text/paint.ts';
import { scenarioAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { givenScenario } from '../given-scenario.ts';
import { decimalNumber, describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { reportLine } from '../report-line.ts';
import { sayProblems } from '../report-problems.ts';
import { checkedAsText } from '../scenario-check.ts';
import { scenarioListing } from '../scenario-listing.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { addToStepSummary } from '../step-summary.ts';
import { workbenchTools } from '../workbench-tools.ts';

/** Comma-separated ids of fixes, or the word "none". */
const fixList = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',')))
  .pipe(z.array(z.enum(fixIds)));

const delayedFaults = faults
  .filter(takesDelay)
  .map(({ id }) => `"${id}"`)
  .join(' or ');

export const options = {
  seed: { takes: 'N', help: 'seed of arrivals and fault (default 1)', value: wholeNumber(0, 2 ** 31 - 1) },
  fix: {
    takes: 'ID[,ID…]|none',
    help: 'these fixes instead of the scenario’s, in this order. A scenario of the outage then asks whether they hold; in any other, expectations and limits stay',
    value: fixList,
  },
  fault: {
    takes: 'ID[:KEY=VALUE,…]',
    help: `another fault instead of the scenario’s, such as lossy:share=0.5; limits stay. One of ${faultIds.join(', ')}`,
    value: faultOption,
  },
  'delay-ms': {
    takes: 'MS',
    help: 'delay of the fault "slow", in ms, within the scenario’s bounds; timeline, expectations and limits follow it',
    value: decimalNumber(1, 60_000),
  },
  rate: {
    takes: 'PER_SECOND',
    help: 'connects a second of the network clients, within the scenario’s bounds; timeline, expectations and limits follow it',
    value: decimalNumber(0.01, 2000),
  },
  ...serverOptions,
  diff: { takes: '', help: 'run nothing; show what the fixes change in the files of the database host', value: flag },
  plan: { takes: '', help: 'run nothing; show timeline, load, fault, hosts with their files, and what would be started', value: flag },
  evidence: {
    takes: '',
    help: 'also take intrusive evidence (packet capture, strace, gdb), which pauses the accept thread for a moment',
    value: flag,
  },
  out: { takes: 'DIR', help: 'folder for the record (default .wraplab/runs/<time>-<scenario>)', value: z.string().min(1), isPath: true },
  keep: { takes: '', help: 'leave the hosts up, and print how to open a shell in each', value: flag },
  json: { takes: '', help: 'print only verdict.json on stdout', value: flag },
  quiet: { takes: '', help: 'no live view: a line at each phase, then the result; with --json no lines either', value: flag },
} as const;

const words = `  NAME        one of the lab’s own scenarios
  FILE        a scenario in a file of your own; its path has a slash in it, or ends in .ts (scenarios/FIELDS.md has all fields)
  check       reports everything that is wrong with the file, with line and column; runs nothing`;

/** Runs one scenario. */
export const scenario: Command = {
  name: 'scenario',
  usage: 'scenario [check] NAME|FILE -- [options]',
  title: 'runs one scenario and judges it; without a name, lists them',
  examples: [
    { line: 'scenario dns-slow', does: 'reproduces the outage' },
    { line: 'scenario dns-slow -- --fix numeric-acl', does: 'the same with a fix' },
    { line: 'scenario dns-slow -- --fix numeric-acl --diff', does: 'shows what the fix changes, and runs nothing' },
    { line: 'scenario -- check mine/pool-burst.ts', does: 'checks a scenario of your own' },
    { line: 'scenario -- mine/pool-burst.ts --plan', does: 'shows what it would do' },
  ],
  options,
  help: () =>
    `${words}\n\n${describeOptions(options)}\n\nexit codes: ${Object.entries(exitCodes)
      .map(([name, code]) => `${code} ${name}`)
      .join(' · ')}`,
  async run(args, signal) {
    const { values, given, positionals } = parseOptions(options, args);
    const [first, ...more] = positionals;
    if (first === undefined || first === 'list') {
      process.stdout.write(fitLines(await scenarioListing(), widthOf(process.stdout)));
      return exitCodes.confirmed;
    }
    if (first === 'check') {
      return check(more, Object.keys(given));
    }
    if (more.length > 0) {
      throw usageError([`expected one scenario, got ${positionals.join(' ')}`]);
    }
    const { name, word, scenario: definition } = await givenScenario(first);
    const planFor = (server: Server): Plan => checked(makePlan(name, definition, server, overrides(values)), values);
    const choice = chosenServer(values);
    if (values.plan === true) {
      checkPlanOptions(Object.keys(given));
      process.stdout.write(planAsText(planFor(choice.server), coloursOn(process.stdout) ? coloured : plain));
      return exitCodes.confirmed;
    }
    if (values.diff === true) {
      process.stdout.write(diffOf(planFor(choice.server)));
      return exitCodes.confirmed;
    }
    if (choice.image === undefined) {
      // Reports problems before anything starts. What an image lacks is known only after the lab has looked into it.
      planFor(choice.server);
    }
    return runPlan(planFor, choice, values, scenarioAgain(word, given, choice), signal);
  },
};

/** What an image holds is known only after the lab has looked into it; and a plan has one form. */
function checkPlanOptions(given: readonly string[]): void {
  const idle = given.filter((name) => ['server-image', 'diff', 'json', 'keep', 'evidence', 'quiet', 'out'].includes(name));
  if (idle.length > 0) {
    throw usageError(
      idle.map((name) => `--${name}: expected without --plan, which starts nothing and shows a plan for a server of the lab`),
    );
  }
}

/** `scenario check FILE`. */
async function check(words: readonly string[], options: readonly string[]): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0 || options.length > 0) {
    const got = words.length === 0 ? 'none' : [...words, ...options.map((name) => `--${name}`)].join(' ');
    throw usageError([`expected the file of one scenario after "check" and no options, got ${got}`]);
  }
  process.stdout.write(checkedAsText(await givenScenario(word)));
  return exitCodes.confirmed;
}

function overrides(values: Values<typeof options>) {
  return { seed: values.seed, fault: values.fault, delayMs: values['delay-ms'], ratePerSecond: values.rate, fixes: values.fix };
}

/** An option that would change nothing is a mistake. */
function checked(plan: Plan, values: Values<typeof options>): Plan {
  const { fault } = plan.scenario;
  if (values['delay-ms'] !== undefined && !takesDelay(fault)) {
    throw usageError([
      `--delay-ms: expected with the fault ${delayedFaults}, got it with the fault "${fault.id}" of ${values.fault === undefined ? plan.scenarioName : '--fault'}`,
    ]);
  }
  return plan;
}

function diffOf({ scenario, host, hostBeforeFixes }: Plan): string {
  const paint = coloursOn(process.stdout) ? coloured : plain;
  const diff = renderHostDiff({ scenario, host: { ...host }, filesBeforeFixes: hostAsFiles(hostBeforeFixes) }, paint);
  return diff === '' ? 'no fixes, so nothing changes; choose some with --fix\n' : `${diff}\n`;
}

async function runPlan(
  planFor: (server: Server) => Plan,
  choice: ServerChoice,
  values: Values<typeof options>,
  command: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  if (values.out !== undefined) {
    takeFolder(values.out);
  }
  await using workbench = await openWorkbench(choice, workbenchTools(values.quiet === true), signal);
  const plan = planFor(workbench.server);
  const folder = values.out ?? newRunFolder(join('.wraplab', 'runs'), folderName(plan.scenarioName));
  const keep = values.keep === true;
  sayPlaceAtEnd(`record: ${folder}`, folder);
  await using ran = await reportedRun(workbench, plan, {
    folder,
    command,
    keep,
    evidence: values.evidence === true ? 'all' : 'passive',
    observer: liveView(plan, viewFor(values)),
    signal,
    // A failed run leaves a summary too.
  }).finally(() => addToStepSummary(join(folder, summary.file)));
  show(ran, values.json === true);
  placeSaid(folder);
  if (keep) {
    workbench.keep(ran.runId);
    process.stderr.write(`\n${keptHostsAsText(ran, workbench.engine.endpoint)}`);
  }
  return exitCodes[ran.verdict.verdict];
}

/** A program asks for JSON and quiet. */
function viewFor({ quiet, json }: Values<typeof options>): LiveViewKind {
  if (quiet !== true) {
    return 'full';
  }
  return json === true ? 'none' : 'phases';
}

function show({ folder, record, verdict, problems }: ReportedRun, json: boolean): void {
  sayProblems(folder, problems);
  if (json) {
    process.stdout.write(verdictJson.render(record, verdict));
    process.stderr.write(`record: ${folder}\n${reportLine(folder)}`);
  } else {
    const text = renderTerminal(record, verdict, coloursOn(process.stdout), { width: widthOf(process.stdout), matrices: keptRemedies() });
    process.stdout.write(`${text}\nrecord: ${folder}\n${reportLine(folder)}`);
  }
}
