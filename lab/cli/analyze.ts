import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { exitCodes } from '../errors.ts';
import { bundlePage } from '../page-bundle.ts';
import { readRecord } from '../record.ts';
import { page } from '../reports/html/page.ts';
import { renderTerminal } from '../reports/terminal.ts';
import { verdictJson } from '../reports/verdict-json.ts';
import { judge } from '../verdict.ts';
import { coloursOn } from './colours.ts';
import type { Command } from './command.ts';
import { describeOptions, flag, parseOptions } from './options.ts';
import { runFolders } from './run-folder.ts';

const options = {
  json: { takes: '', help: 'print verdict.json and nothing else', value: flag },
  html: { takes: 'FILE', help: 'write report.html anew, to this file', value: z.string().min(1) },
} as const;

/** Judges an old run again, from its folder alone. */
export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze -- FOLDER [options]',
  title: 'judges a recorded run again, with or without a page for the browser; needs no engine and changes nothing in the folder',
  help: () => describeOptions(options),
  async run(args) {
    const { values, positionals } = parseOptions(options, args);
    const [folder = ''] = runFolders(positionals, 1);
    const record = readRecord(folder);
    const verdict = judge(record);
    if (values.html !== undefined) {
      writeFileSync(values.html, page.render(record, verdict, await bundlePage()));
    }
    process.stdout.write(
      values.json === true ? verdictJson.render(record, verdict) : renderTerminal(record, verdict, coloursOn(process.stdout)),
    );
    return exitCodes[verdict.verdict];
  },
};
