import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRunFolder } from '../../campaigns/run-folder.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { folderName } from '../../files/folder-name.ts';
import { repetitionAsText } from '../../reports/repetition-in-words.ts';
import { verdictInWords } from '../../reports/verdict-in-words.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { widthOf } from '../../terminal/width.ts';
import { coloured, plain } from '../../text/paint.ts';
import { printable } from '../../text/printable.ts';
import { summarise } from '../../verdict/repeated-runs.ts';
import { type Verdict, type VerdictName, verdictSchema, worst } from '../../verdict/verdict-schema.ts';
import type { Command } from '../command.ts';
import { scenarioWord } from '../given-scenario.ts';
import type { Options } from '../options.ts';
import { runInOwnProcess } from '../own-process.ts';
import { placeSaid, sayPlaceAtEnd } from '../place-said.ts';
import { options as scenarioOptions } from './scenario.ts';

const mostRuns = 1000;
/** Options of scenario that repeat gives itself. */
const ownOptions = ['out', 'json', 'keep', 'quiet'];
const options: Options = Object.fromEntries(Object.entries(scenarioOptions).filter(([name]) => !ownOptions.includes(name)));

/** Runs a scenario several times. */
export const repeat: Command = {
  name: 'repeat',
  usage: 'repeat -- N NAME [options of scenario]',
  title: 'runs a scenario N times: how often it is confirmed, how far figures spread',
  examples: [
    { line: 'repeat -- 5 dns-slow', does: 'runs dns-slow five times' },
    { line: 'repeat -- 5 dns-slow --seed 7', does: 'the same with another seed' },
  ],
  options,
  needsArguments: true,
  help: () =>
    'The runs go to .wraplab/repeat/<time>-NAME/1 and so on. Options are those of "npm run scenario", except --out, --json, --keep and --quiet.\nThe exit code is that of the worst run.',
  async run(args, signal) {
    const [times = '', name = '', ...more] = args;
    const wanted = Number(times);
    const problems = [
      ...(Number.isInteger(wanted) && wanted >= 1 && wanted <= mostRuns
        ? []
        : [`expected a number of runs (1–${mostRuns}) as the first argument, got "${times}"`]),
      ...(name === '' || name.startsWith('-') ? [`expected the name or the file of a scenario as the second argument, got "${name}"`] : []),
      ...more
        .filter((option) => ownOptions.some((name) => new RegExp(`^--${name}\\b`).test(option)))
        .map((option) => `${option}: expected an option that repeat does not set itself`),
    ];
    if (problems.length > 0) {
      throw usageError(problems);
    }
    return runAll(wanted, scenarioWord(name), more, signal);
  },
};

async function runAll(
  times: number,
  { name, word }: ReturnType<typeof scenarioWord>,
  more: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const parent = newRunFolder(join('.wraplab', 'repeat'), folderName(name));
  sayPlaceAtEnd(`runs: ${parent}`, parent);
  const verdicts: Verdict[] = [];
  for (let index = 1; index <= times; index++) {
    const folder = join(parent, String(index));
    const code = await runInOwnProcess(['scenario', word, ...more, '--quiet', '--json', '--out', folder], signal);
    signal.throwIfAborted();
    const file = join(folder, 'verdict.json');
    if (!existsSync(file)) {
      // The run has printed why; the next one would fail in the same way.
      return code ?? exitCodes.internal;
    }
    const verdict = verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    verdicts.push(verdict);
    process.stderr.write(
      `${index} of ${times}: ${verdict.question?.answer ?? verdict.verdict}${verdict.reasons.map((reason) => `\n  ${printable(reason)}`).join('')}\n`,
    );
  }
  const repetition = summarise(verdicts);
  const [first] = verdicts;
  const words = (verdict: VerdictName): string => verdictInWords({ fixes: [], ...first, verdict });
  const paint = coloursOn(process.stdout) ? coloured : plain;
  process.stdout.write(`${repetitionAsText(name, repetition, words, paint, widthOf(process.stdout))}\n\nruns: ${parent}\n`);
  placeSaid(parent);
  return exitCodes[worst(verdicts.map(({ verdict }) => verdict))];
}
