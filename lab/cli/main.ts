import { setTimeout as wait } from 'node:timers/promises';
import { withNearest } from '../errors/describe-problems.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { describeError, isInterruption, LabError, usageError } from '../errors/lab-error.ts';
import { onlyAscii, writeAscii } from '../terminal/character-set.ts';
import { widthOf } from '../terminal/width.ts';
import { fitLines } from '../text/fit-lines.ts';
import { printable } from '../text/printable.ts';
import { commands } from './commands.ts';
import { helpText } from './help-text.ts';
import { interruption } from './interruption.ts';

/** A hung engine keeps its connections open, and with them this process. By then nothing useful is pending. */
const lingerMs = 2000;
/** A terminal's Ctrl-C also ends the lab's child processes. The lab may see their failure before it sees the signal. */
const interruptedWithinMs = 50;

speakAs(process.env, process.argv);
const signal = interruption();
process.exitCode = await main(process.argv.slice(2));
setTimeout(() => process.exit(), lingerMs).unref();

/** Without UTF-8, everything for people is in ASCII. JSON is for programs, and stays. */
function speakAs(environment: NodeJS.ProcessEnv, words: readonly string[]): void {
  if (onlyAscii(environment)) {
    writeAscii(process.stderr);
    if (!words.includes('--json')) {
      writeAscii(process.stdout);
    }
  }
}

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  try {
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) {
      throw usageError([
        `expected a command (${commands.map((known) => known.name).join(', ')}), got ${withNearest(
          name,
          commands.map((known) => known.name),
        )}`,
      ]);
    }
    // There are no options after `--`: a folder may be called --help, and vitest has a --help too.
    if (args.slice(0, args.includes('--') ? args.indexOf('--') : args.length).includes('--help')) {
      process.stdout.write(fitLines(helpText(command, args), widthOf(process.stdout)));
      return exitCodes.confirmed;
    }
    return await command.run(args, signal);
  } catch (error) {
    await wait(signal.aborted ? 0 : interruptedWithinMs);
    return report(signal.aborted && !isInterruption(error) ? signal.reason : error);
  }
}

/** Prints what went wrong, why, and what to do; returns the exit code. Only unforeseen errors show a stack. */
function report(error: unknown): number {
  if (!(error instanceof LabError)) {
    process.stderr.write(
      `wraplab: internal error in wraplab; please report it: ${printable(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    return exitCodes.internal;
  }
  const lines = [describeError(error), ...(error.hint === undefined ? [] : [`what to do: ${error.hint}`])].join('\n');
  // It may quote a user's file or a server's log.
  process.stderr.write(`${printable(lines).replace(/^/gm, 'wraplab: ')}\n`);
  return exitCodes[error.code];
}
