import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../../errors/exit-codes.ts';
import { LabError } from '../../../errors/lab-error.ts';
import { terminalAsHtml } from './terminal-as-html.ts';

const mainProgram = fileURLToPath(new URL('../../main.ts', import.meta.url));
const columns = 100;
const rows = 40;
/** Between two looks at what the terminal shows. */
const lookEveryMs = 100;

/**
 * Runs a command of the lab at a terminal of its own, a pty made by script(1), to its end; returns what the terminal showed at the first
 * moment at which `moment` matched a row.
 *
 * @param log where script(1) writes what the terminal shows.
 * @throws LabError `unavailable` without an engine; `internal` when the moment never came, or the command ended with anything but 0.
 */
export async function shownAt(moment: RegExp, args: readonly string[], log: string, signal: AbortSignal): Promise<string> {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', mainProgram, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn(
    'script',
    ['--quiet', '--flush', '--return', '--command', `stty cols ${columns} rows ${rows}; exec ${command}`, log],
    {
      env: { ...process.env, SHELL: '/bin/sh', TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', CI: '', NO_COLOR: '' },
      stdio: ['pipe', 'ignore', 'inherit'],
      signal,
    },
  );
  const ended = once(child, 'exit');
  let html: string | undefined;
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([ended, wait(lookEveryMs)]);
    html ??= await pageOf(log, moment);
  }
  if (child.exitCode === exitCodes.unavailable) {
    throw new LabError(`"${args.join(' ')}" found no container engine`, { code: 'unavailable', hint: 'npm run doctor' });
  }
  if (child.exitCode !== exitCodes.confirmed || html === undefined) {
    const wanted = html === undefined ? `a terminal that shows ${moment}` : `exit code ${exitCodes.confirmed}`;
    throw new LabError(`expected ${wanted} from "${args.join(' ')}", got exit code ${child.exitCode}`, {
      code: 'internal',
      hint: 'run it by itself to see why, then make the pictures again',
    });
  }
  return html;
}

/** The terminal as a page, when a row of it matches. */
async function pageOf(path: string, moment: RegExp): Promise<string | undefined> {
  // For work on the lab itself: its users do not have this package.
  const { default: xterm } = await import('@xterm/headless');
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const written = Promise.withResolvers<void>();
  // The first line is script's own, about when it began.
  const log = readFileSync(path, 'utf8');
  terminal.write(log.slice(log.indexOf('\n') + 1), () => written.resolve());
  await written.promise;
  const { active } = terminal.buffer;
  const lines = Array.from({ length: rows }, (_, index) => active.getLine(active.viewportY + index)).filter((line) => line !== undefined);
  const isThere = lines.some((line) => moment.test(line.translateToString(true)));
  const cells = lines.map((line) =>
    Array.from({ length: columns }, (_, column) => line.getCell(column)).filter((cell) => cell !== undefined),
  );
  terminal.dispose();
  return isThere ? terminalAsHtml({ rows: cells }) : undefined;
}
