import { join } from 'node:path';
import { z } from 'zod';
import { fixedPace, paceOn } from '../../campaigns/pace.ts';
import { newRunFolder } from '../../campaigns/run-folder.ts';
import { expectedSeconds, faultsToRun } from '../../campaigns/verify/faults-to-run.ts';
import { readEtc } from '../../campaigns/verify/read-etc.ts';
import { remarksAsText } from '../../campaigns/verify/remarks.ts';
import { type FaultResult, inWords, overall, signs } from '../../campaigns/verify/results/result.ts';
import { asText } from '../../campaigns/verify/results/verify-text.ts';
import { subjectOf } from '../../campaigns/verify/scenario/subject.ts';
import { type Started, startFolder } from '../../campaigns/verify/start-folder.ts';
import { pageFile, reportFile, verifyFolder } from '../../campaigns/verify/verify-folder.ts';
import { openWorkbench } from '../../campaigns/workbench.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { type GivenOptions, npmRun, shellLine } from '../../process/command-line.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { widthOf } from '../../terminal/width.ts';
import { counted } from '../../text/counted.ts';
import { fitLines } from '../../text/fit-lines.ts';
import { printable } from '../../text/printable.ts';
import { verifyAgain } from '../again.ts';
import type { Command } from '../command.ts';
import { givenPath } from '../given-path.ts';
import { describeOptions, flag, parseOptions, type Values, wholeNumber } from '../options.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { sayProblems } from '../report-problems.ts';
import { chosenServer, serverOptions } from '../server-option.ts';
import { addToStepSummary } from '../step-summary.ts';
import { workbenchTools } from '../workbench-tools.ts';

/** Where results go without --out. */
const usualPlace = join('.wraplab', 'verify');
const defaultSeed = 1;

export const options = {
  init: {
    takes: '',
    help: 'run nothing; write a commented example into a new DIR, or wraplab.yaml alone into one with files, filled from them',
    value: flag,
  },
  check: { takes: '', help: 'run nothing; read the files and print the warnings', value: flag },
  ...serverOptions,
  seed: { takes: 'N', help: `seed of arrivals and faults (default ${defaultSeed})`, value: wholeNumber(0, 2 ** 31 - 1) },
  jobs: {
    takes: 'N',
    help: 'runs at a time (default: as many as the machine carries, by the lateness of their load)',
    value: wholeNumber(1, 32),
  },
  out: {
    takes: 'DIR',
    help: 'folder for index.html, report.md, junit.xml, verify.json and the records (default .wraplab/verify/<time>)',
    value: z.string().min(1),
    isPath: true,
  },
  quiet: { takes: '', help: 'no progress, only the result', value: flag },
} as const;

/** Runs a user's own configuration against every fault. */
export const verify: Command = {
  name: 'verify',
  usage: 'verify -- DIR [options]',
  title: 'tests your own configuration against every DNS fault',
  examples: [
    { line: 'verify -- --init my-etc', does: 'writes a commented example into the folder my-etc; replace its files by those of your host' },
    { line: 'verify -- my-etc --check', does: 'reads the files and prints warnings; runs nothing' },
    { line: 'verify -- my-etc', does: 'runs them against every DNS fault' },
  ],
  options,
  needsArguments: true,
  help: () => `${describeOptions(options)}\n\nexit codes: 0 pass · 1 fail · 2 inconclusive · 64 something in DIR is not as expected`,
  async run(args, signal) {
    const { values, given, positionals } = parseOptions(options, args);
    const [named, ...more] = positionals;
    if (named === undefined || more.length > 0) {
      throw usageError([`expected one folder that looks like /etc, got ${positionals.length === 0 ? 'none' : positionals.join(' ')}`]);
    }
    const folder = givenPath(named);
    if (values.init === true) {
      process.stdout.write(printable(startedAsText(folder, startFolder(folder))));
      return exitCodes.confirmed;
    }
    return verifyWith(folder, values, given, signal);
  },
};

/** What was written, what must still be mended, and the next command. */
function startedAsText(folder: string, { written, problems }: Started): string {
  const next = shellLine(npmRun('verify', { check: true }, [folder]));
  return [...written, ...problems.map((problem) => `to mend: ${problem}`), `next: ${next}`].map((line) => `${line}\n`).join('');
}

async function verifyWith(folder: string, values: Values<typeof options>, given: GivenOptions, signal: AbortSignal): Promise<number> {
  const subject = subjectOf(readEtc(folder));
  const choice = chosenServer(values);
  const runs = faultsToRun(subject);
  if (values.check === true) {
    process.stdout.write(fitLines(remarksAsText(subject, choice.server.daemon), widthOf(process.stdout)));
    return exitCodes.confirmed;
  }
  const { seed = defaultSeed } = values;
  const out = values.out ?? newRunFolder(usualPlace, '');
  takeFolder(out);
  await using workbench = await openWorkbench(choice, workbenchTools(values.quiet === true), signal);
  const pace = values.jobs === undefined ? await paceOn(workbench.engine) : fixedPace(values.jobs);
  if (values.quiet !== true) {
    process.stderr.write(`wraplab: ${counted(runs.length, 'fault')}, about ${expectedSeconds(runs, pace.atFirst)} s\n`);
  }
  sayPlaceAtEnd(`records: ${out}`, out);
  const result = await verifyFolder(subject, runs, {
    workbench,
    seed,
    pace,
    folder: out,
    earlierIn: [usualPlace],
    command: verifyAgain(folder, given, choice),
    unreported: sayProblems,
    done: values.quiet === true ? () => undefined : sayResult,
    signal,
  });
  addToStepSummary(join(out, reportFile));
  process.stdout.write(
    `${asText(result, coloursOn(process.stdout), widthOf(process.stdout))}\nreports and records: ${out}\npage: ${join(out, pageFile)}\n`,
  );
  placeSaid(out);
  return exitCodes[overall(result)];
}

function sayResult({ fault, verdict, seconds }: FaultResult): void {
  process.stderr.write(`wraplab: ${signs[verdict]} ${printable(fault)} ${inWords[verdict]}, ${seconds.toFixed(0)} s\n`);
}
