import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { exitCodes } from '../errors.ts';
import { bundlePage } from '../page-bundle.ts';
import { type RunRecord, readRecord } from '../record.ts';
import { page } from '../reports/html/page.ts';
import { reports } from '../reports/index.ts';
import { renderTerminal } from '../reports/terminal.ts';
import { verdictJson } from '../reports/verdict-json.ts';
import { takeFolder } from '../unused-folder.ts';
import { judge, type Verdict } from '../verdict.ts';
import { coloursOn } from './colours.ts';
import type { Command } from './command.ts';
import { chosenLimits, limitOptions } from './limit-options.ts';
import { describeOptions, flag, parseOptions } from './options.ts';
import { writeReports } from './output-files.ts';
import { runFolders } from './run-folder.ts';

const options = {
  ...limitOptions,
  out: {
    takes: 'DIR',
    help: 'write every report anew, into this folder; given the run’s own, in place of those there',
    value: z.string().min(1),
  },
  html: { takes: 'FILE', help: 'write report.html anew, to this file', value: z.string().min(1) },
  json: { takes: '', help: 'print verdict.json and nothing else', value: flag },
} as const;

/** Judges an old run again, from its folder alone. */
export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze -- FOLDER [options]',
  title:
    'judges a recorded run again, by its own limits or others, and writes its reports anew; needs no engine, changes nothing unless told to',
  help: () => describeOptions(options),
  async run(args) {
    const { values, positionals } = parseOptions(options, args);
    const [folder = ''] = runFolders(positionals, 1);
    const record = readRecord(folder);
    const verdict = judge(record, chosenLimits(values, record.manifest.scenario.expectations));
    if (values.out !== undefined) {
      await writeAll(record, verdict, folder, values.out);
    }
    if (values.html !== undefined) {
      const browser = await bundlePage();
      writeReports(dirname(values.html), { [basename(values.html)]: () => page.render(record, verdict, browser) });
    }
    process.stdout.write(
      values.json === true ? verdictJson.render(record, verdict) : renderTerminal(record, verdict, coloursOn(process.stdout)),
    );
    return exitCodes[verdict.verdict];
  },
};

/** The options of `analyze`, a line each. */
export function analyzeOptionsHelp(): string {
  return describeOptions(options);
}

/** @throws LabError `usage` when there is something in the folder, and it is not the run’s own. */
async function writeAll(record: RunRecord, verdict: Verdict, from: string, to: string): Promise<void> {
  takeFolder(to, { what: 'the run’s own', holds: (folder) => realpathSync(folder) === realpathSync(from) });
  const browser = await bundlePage();
  writeReports(to, Object.fromEntries(reports.map(({ file, render }) => [file, () => render(record, verdict, browser)])));
}
