import { join } from 'node:path';
import { z } from 'zod';
import { writeReports } from '../../campaigns/output-files.ts';
import { newRunFolder } from '../../campaigns/run-folder.ts';
import { type Warning, warningAsText } from '../../campaigns/verify/access/warning.ts';
import { writeExample } from '../../campaigns/verify/example.ts';
import { missingBanners } from '../../campaigns/verify/host/named-files.ts';
import { tlsNotes } from '../../campaigns/verify/host/tls.ts';
import type { Subject } from '../../campaigns/verify/host/verify-subject.ts';
import { readEtc } from '../../campaigns/verify/read-etc.ts';
import { commandNotes, commandsToTry } from '../../campaigns/verify/results/command-notes.ts';
import { type FaultResult, inWords, overall, signs, type VerifyResult } from '../../campaigns/verify/results/result.ts';
import { explainServerFailure } from '../../campaigns/verify/results/server-failure.ts';
import { junit } from '../../campaigns/verify/results/verify-junit.ts';
import { markdown } from '../../campaigns/verify/results/verify-markdown.ts';
import { asText } from '../../campaigns/verify/results/verify-text.ts';
import { type FaultRun, runFaults } from '../../campaigns/verify/run-faults.ts';
import { asScenario } from '../../campaigns/verify/scenario/as-scenario.ts';
import { ruleCommands } from '../../campaigns/verify/scenario/rule-commands.ts';
import { scheduleOf } from '../../campaigns/verify/scenario/schedule.ts';
import { subjectOf } from '../../campaigns/verify/scenario/subject.ts';
import { warningsOf } from '../../campaigns/verify/warnings/index.ts';
import { openWorkbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { ServerEnded, usageError } from '../../errors/lab-error.ts';
import { faultName } from '../../faults/notation/fault-name.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { type GivenOptions, npmRun, shellLine } from '../../process/command-line.ts';
import type { TriedCommand } from '../../process/tried-command.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { printable } from '../../text/printable.ts';
import { verifyAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { addToStepSummary } from '../step-summary.ts';
import { workbenchTools } from '../workbench-tools.ts';

export const options = {
  init: { takes: '', help: 'write a commented example into DIR, which must not have any of its files, and run nothing', value: flag },
  check: { takes: '', help: 'read the files and print the warnings, and run nothing', value: flag },
  ...serverOptions,
  seed: { takes: 'N', help: 'seed of arrivals and faults (default 1)', value: wholeNumber(0, 2 ** 31 - 1) },
  jobs: { takes: 'N', help: 'runs at a time (default 8)', value: wholeNumber(1, 32) },
  out: {
    takes: 'DIR',
    help: 'folder for junit.xml, report.md and the records (default .wraplab/verify/<time>)',
    value: z.string().min(1),
  },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

/** Runs a user's own configuration against every fault. */
export const verify: Command = {
  name: 'verify',
  usage: 'verify -- DIR [options]',
  title: 'runs your own hosts.allow, resolv.conf, … against every fault of the DNS: which ones does it stand?',
  help: () => `${describeOptions(options)}\n\nexit codes: 0 pass · 1 fail · 2 inconclusive · 64 something in DIR is not as expected`,
  async run(args, signal) {
    const { values, given, positionals } = parseOptions(options, args);
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) {
      throw usageError([`expected one folder that looks like /etc, got ${positionals.length === 0 ? 'none' : positionals.join(' ')}`]);
    }
    if (values.init === true) {
      const written = writeExample(folder);
      process.stdout.write(`${written.map((path) => `${path}\n`).join('')}next: ${shellLine(npmRun('verify', {}, [folder]))}\n`);
      return exitCodes.confirmed;
    }
    return verifyFolder(folder, values, given, signal);
  },
};

/** The options of `verify`, a line each. */
export function verifyOptionsHelp(): string {
  return describeOptions(options);
}

async function verifyFolder(folder: string, values: Values<typeof options>, given: GivenOptions, signal: AbortSignal): Promise<number> {
  const subject = subjectOf(readEtc(folder));
  const choice = chosenServer(values);
  const runs = faultRuns(subject);
  if (values.check === true) {
    process.stdout.write(printable(warningsText(subject, choice.server.daemon)));
    return exitCodes.confirmed;
  }
  const out = values.out ?? newRunFolder(join('.wraplab', 'verify'), '');
  takeFolder(out);
  await using workbench = await openWorkbench(choice, workbenchTools(values.quiet === true), signal);
  if (values.quiet !== true) {
    process.stderr.write(`wraplab: ${runs.length} faults, about ${expectedSeconds(runs, values.jobs ?? defaultJobs)} s\n`);
  }
  sayPlaceAtEnd(`records: ${out}`, out);
  const commands = ruleCommands(subject, workbench.server.daemon);
  let tried: readonly TriedCommand[] = [];
  const faults = await runFaults(runs, {
    workbench,
    trial: {
      commands: commandsToTry(commands),
      done: (each) => {
        tried = each;
      },
    },
    seed: values.seed ?? 1,
    jobs: values.jobs ?? defaultJobs,
    folder: out,
    command: verifyAgain(folder, given, choice),
    unreported: sayProblems,
    done: values.quiet === true ? () => undefined : tell,
    signal,
  }).catch((error: unknown) => {
    throw error instanceof ServerEnded ? explainServerFailure(subject.etc, error) : error;
  });
  const result: VerifyResult = {
    folder,
    warnings: [...remarksOf(subject, workbench.server.daemon), ...commandNotes(commands, tried)],
    assumed: assumedOf(subject),
    faults,
  };
  report(out, result);
  process.stdout.write(`${asText(result, coloursOn(process.stdout))}\nreports and records: ${out}\n`);
  placeSaid(out);
  return exitCodes[overall(result)];
}

/** What was not said in the folder, and how it is run because of its size. */
function assumedOf(subject: Subject): string[] {
  const schedules = subject.configuration.faults.map((fault) => scheduleOf(subject, fault));
  const longest = Math.max(...schedules.map(({ timeline }) => timeline.faultMs));
  const asked = subject.configuration.timeline.faultMs;
  const longer =
    longest > asked
      ? [`a fault lasts up to ${longest / 1000} s instead of ${asked / 1000} s, so that every host can try and be answered`]
      : [];
  return [...subject.network.assumed, ...new Set(schedules.flatMap(({ said }) => said)), ...longer];
}

const defaultJobs = 8;

function faultRuns(subject: Subject): FaultRun[] {
  const faults = subject.configuration.faults.map((fault) => ({ name: faultName(fault), scenario: asScenario(subject, fault) }));
  return faults.filter(({ name }, index) => faults.findIndex((other) => other.name === name) === index);
}

function warningsText(subject: Subject, daemon: string): string {
  const warnings = remarksOf(subject, daemon).map((warning) => `${warningAsText(subject.etc.folder, warning)}\n`);
  return [...assumedOf(subject).map((text) => `assumed: ${text}\n`), ...warnings].join('');
}

/** What the files alone tell. */
function remarksOf(subject: Subject, daemon: string): Warning[] {
  return [...warningsOf(subject, daemon), ...missingBanners(subject.etc, daemon), ...tlsNotes(subject.etc)];
}

function expectedSeconds(runs: readonly FaultRun[], jobs: number): number {
  const [first] = runs;
  const ofOne = first === undefined ? 0 : Object.values(first.scenario.timeline).reduce((sum, ms) => sum + ms, 0) / 1000;
  const startAndEnd = 4;
  return Math.ceil(runs.length / jobs) * Math.ceil(ofOne + startAndEnd);
}

function tell({ fault, verdict, seconds }: FaultResult): void {
  process.stderr.write(`wraplab: ${signs[verdict]} ${printable(fault)} ${inWords[verdict]}, ${seconds.toFixed(0)} s\n`);
}

function report(out: string, result: VerifyResult): void {
  sayProblems(out, writeReports(out, { 'junit.xml': () => junit(result), 'report.md': () => markdown(result) }));
  addToStepSummary(join(out, 'report.md'));
}
