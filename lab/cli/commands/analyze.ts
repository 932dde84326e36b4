import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { bundlePage } from '../../bundling/report-page.ts';
import { keptRemedies } from '../../campaigns/kept-remedies.ts';
import { writeReports } from '../../campaigns/output-files.ts';
import { runFolders } from '../../campaigns/run-folder.ts';
import { isRunFolder, runsBelow } from '../../campaigns/runs-below.ts';
import { runsAsText } from '../../campaigns/runs-listing.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { takeFolder } from '../../files/unused-folder.ts';
import { readRecord } from '../../record/read-record.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { page } from '../../reports/html/report-html.ts';
import { reports } from '../../reports/index.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { verdictJson } from '../../reports/verdict-json.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { widthOf } from '../../terminal/width.ts';
import { jsonText } from '../../text/json-text.ts';
import { decisiveExpectations, judge } from '../../verdict/judge.ts';
import type { Verdict } from '../../verdict/verdict-schema.ts';
import type { Command } from '../command.ts';
import { givenPath } from '../given-path.ts';
import { chosenLimits, limitOptions } from '../limit-options.ts';
import { describeOptions, flag, parseOptions, type Values } from '../options.ts';
import { sayProblems } from '../report-problems.ts';

const options = {
  ...limitOptions,
  out: {
    takes: 'DIR',
    help: 'write all reports again, into this folder; in the run’s own they replace the old ones',
    value: z.string().min(1),
    isPath: true,
  },
  html: { takes: 'FILE', help: 'write report.html again, to this file', value: z.string().min(1), isPath: true },
  json: { takes: '', help: 'print only verdict.json', value: flag },
} as const;

/** Judges an old run again, from its folder alone. */
export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze -- FOLDER [options]',
  title: 'judges a recorded run again, or lists the runs below a folder',
  examples: [
    { line: 'analyze -- .wraplab/runs', does: 'lists the recorded runs with their verdicts' },
    { line: 'analyze -- .wraplab/runs/ONE', does: 'judges one of them again' },
    { line: 'analyze -- .wraplab/runs/ONE --limit fast=100', does: 'judges it by another limit for the expectation "fast"' },
  ],
  options,
  needsArguments: true,
  help: () =>
    `${describeOptions(options)}\n\nNeeds no engine, and changes nothing without --out or --html. Given a folder with runs below it (of a verify, a matrix, a soak\nor a repeat), lists these with their verdicts; exit code 0.`,
  async run(args) {
    const { values, positionals } = parseOptions(options, args);
    const [folder = ''] = runFolders(positionals.map(givenPath), 1);
    if (!isRunFolder(folder)) {
      return list(folder, values);
    }
    const record = readRecord(folder);
    const verdict = judge(record, chosenLimits(values, decisiveExpectations(record.manifest)));
    if (values.out !== undefined) {
      await writeAll(record, verdict, folder, values.out);
    }
    if (values.html !== undefined) {
      const browser = await bundlePage();
      const folder = dirname(values.html);
      sayProblems(folder, writeReports(folder, { [basename(values.html)]: () => page.render(record, verdict, browser, keptRemedies()) }));
    }
    process.stdout.write(
      values.json === true
        ? verdictJson.render(record, verdict)
        : renderTerminal(record, verdict, coloursOn(process.stdout), { width: widthOf(process.stdout), matrices: keptRemedies() }),
    );
    return exitCodes[verdict.verdict];
  },
};

/** Lists the runs below a folder. @throws LabError `usage` when there are none, or for an option that applies to one run. */
function list(folder: string, values: Values<typeof options>): number {
  const found = runsBelow(folder);
  const [first] = found.runs;
  if (first === undefined) {
    throw usageError([`expected the folder of a run, or a folder with runs below it, got ${folder}`]);
  }
  const idle = Object.keys(values).filter((name) => name !== 'json');
  if (idle.length > 0) {
    throw usageError(
      idle.map((name) => `--${name}: expected only with the folder of one run, got ${folder}, which has runs below it`),
      `give one of them, such as ${first.folder}`,
    );
  }
  process.stdout.write(values.json === true ? jsonText(found) : runsAsText(folder, found, widthOf(process.stdout)));
  return exitCodes.confirmed;
}

/** @throws LabError `usage` when the folder is neither empty nor the run’s own. */
async function writeAll(record: RunRecord, verdict: Verdict, from: string, to: string): Promise<void> {
  takeFolder(to, { what: 'the run’s own', isOwn: (folder) => realpathSync(folder) === realpathSync(from) });
  const browser = await bundlePage();
  const matrices = keptRemedies();
  sayProblems(
    to,
    writeReports(to, Object.fromEntries(reports.map(({ file, render }) => [file, () => render(record, verdict, browser, matrices)]))),
  );
}
