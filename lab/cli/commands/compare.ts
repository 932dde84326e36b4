import { runFolders } from '../../campaigns/run-folder.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { readRecord } from '../../record/read-record.ts';
import { comparisonAsText } from '../../reports/comparison-in-words.ts';
import { faultInWords } from '../../reports/run-in-words.ts';
import { compareRuns } from '../../statistics/compare-runs.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { widthOf } from '../../terminal/width.ts';
import { fitLines } from '../../text/fit-lines.ts';
import { jsonText } from '../../text/json-text.ts';
import { coloured, plain } from '../../text/paint.ts';
import { printable } from '../../text/printable.ts';
import { judge } from '../../verdict/judge.ts';
import type { Command } from '../command.ts';
import { givenPath } from '../given-path.ts';
import { describeOptions, flag, parseOptions } from '../options.ts';

const options = {
  json: { takes: '', help: 'print only the figures, as JSON', value: flag },
} as const;

/** Compares two recorded runs. */
export const compare: Command = {
  name: 'compare',
  usage: 'compare -- FOLDER FOLDER [options]',
  title: 'compares two recorded runs: what differs, and by how much',
  examples: [
    { line: 'compare -- .wraplab/repeat/ONE/1 .wraplab/repeat/ONE/2', does: 'compares two runs of a repeat' },
    { line: 'compare -- FOLDER FOLDER --json', does: 'prints the figures as JSON' },
  ],
  options,
  needsArguments: true,
  help: () => describeOptions(options),
  async run(args) {
    const { values, positionals } = parseOptions(options, args);
    const folders = runFolders(positionals.map(givenPath), 2);
    const [first, second] = folders.map(readRecord);
    if (first === undefined || second === undefined) {
      throw new TypeError('two folders make two records');
    }
    const compared = compareRuns(first, second);
    if (values.json === true) {
      process.stdout.write(jsonText(compared));
      return exitCodes.confirmed;
    }
    const names = [first, second].map((record, index) => {
      const { scenarioName, scenario, seed, server } = record.manifest;
      const { question } = judge(record);
      const answer = question === undefined ? '' : `: ${question.answer}`;
      const fixes = scenario.fixes.length === 0 ? '' : `, fix ${scenario.fixes.join(', ')}`;
      return printable(
        `${folders[index] ?? ''}: ${scenarioName}, fault ${faultInWords({ manifest: { scenario } })}${fixes}, seed ${seed}, ${server?.daemon ?? 'no server'} ${server?.version ?? ''}${answer}`,
      );
    });
    const width = widthOf(process.stdout);
    const heading = fitLines(`first   ${names[0]}\nsecond  ${names[1]}`, width);
    process.stdout.write(`${heading}\n\n${comparisonAsText(compared, coloursOn(process.stdout) ? coloured : plain, width)}\n`);
    return exitCodes.confirmed;
  },
};
