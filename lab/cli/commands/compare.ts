import { runFolders } from '../../campaigns/run-folder.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { readRecord } from '../../record/read-record.ts';
import { comparisonAsText } from '../../reports/comparison-in-words.ts';
import { compareRuns } from '../../statistics/compare-runs.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { jsonText } from '../../text/json-text.ts';
import { coloured, plain } from '../../text/paint.ts';
import { printable } from '../../text/printable.ts';
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
    const [first, second] = runFolders(positionals.map(givenPath), 2).map(readRecord);
    if (first === undefined || second === undefined) {
      throw new TypeError('two folders make two records');
    }
    const compared = compareRuns(first, second);
    if (values.json === true) {
      process.stdout.write(jsonText(compared));
      return exitCodes.confirmed;
    }
    const names = [first, second].map(({ manifest: { scenarioName, scenario, seed, server } }) => {
      const fixes = scenario.fixes.length === 0 ? '' : `, fix ${scenario.fixes.join(', ')}`;
      return printable(
        `${scenarioName}, fault ${scenario.fault.id}${fixes}, seed ${seed}, ${server?.daemon ?? 'no server'} ${server?.version ?? ''}`,
      );
    });
    process.stdout.write(
      `first   ${names[0]}\nsecond  ${names[1]}\n\n${comparisonAsText(compared, coloursOn(process.stdout) ? coloured : plain)}\n`,
    );
    return exitCodes.confirmed;
  },
};
