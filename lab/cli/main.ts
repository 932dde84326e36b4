import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes } from '../errors/exit-codes.ts';
import { describeError, isInterruption, LabError, usageError } from '../errors/lab-error.ts';
import { withNearest } from '../errors/near-names.ts';
import { onlyAscii, writeAscii } from '../terminal/character-set.ts';
import { widthOf } from '../terminal/width.ts';
import { fitLines } from '../text/fit-lines.ts';
import { printable } from '../text/printable.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { givenPath } from './given-path.ts';
import { helpText, usageText } from './help-text.ts';
import { interruption } from './interruption.ts';
import { forgottenDashes } from './npm/forgotten-dashes.ts';
import { ownNpmStart } from './npm/npm-start.ts';

/** A hung engine keeps its connections open, and with them this process. By then nothing useful is pending. */
const lingerMs = 2000;
/** A terminal's Ctrl-C also ends the lab's child processes. The lab may see their failure before it sees the signal. */
const interruptedWithinMs = 50;

speakAs(process.env, process.argv);
const signal = interruption();
settleArchive();
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
    if (command.needsArguments === true && args.length === 0) {
      process.stderr.write(usageText(command));
      return exitCodes.usage;
    }
    return await runWith(command, args);
  } catch (error) {
    await wait(signal.aborted ? 0 : interruptedWithinMs);
    return report(signal.aborted && !isInterruption(error) ? signal.reason : error);
  }
}

/**
 * Runs the command, unless npm kept options of it for itself. If those may have been meant for npm, it says so once the command has ended.
 *
 * @throws LabError `usage`
 */
async function runWith(command: Command, args: readonly string[]): Promise<number> {
  const forgotten = forgottenDashes(command, args, ownNpmStart());
  if (forgotten?.isCertain === true) {
    throw usageError([`expected options after "--", got ${forgotten.place}; nothing was started`], `type: ${forgotten.line}`);
  }
  try {
    return await command.run(args, signal);
  } finally {
    if (forgotten !== undefined) {
      process.stderr.write(`wraplab: got ${printable(`${forgotten.place}; if meant for the lab, type: ${forgotten.line}`)}\n`);
    }
  }
}

/** A relative path in the environment means the folder in which the user stands, like one on the command line. */
function settleArchive(): void {
  const archive = process.env.WRAPLAB_IMAGE_ARCHIVE ?? '';
  if (archive !== '') {
    process.env.WRAPLAB_IMAGE_ARCHIVE = givenPath(archive);
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
