import { readFileSync } from 'node:fs';
import { WatchedLab } from './killed-lab.ts';

/** What a person presses. The terminal turns it into a SIGINT for each process of the command, and for those that they started. */
export const ctrlC = '\u0003';

/** `npm run …` at a terminal of its own: a pty, made by script(1). */
export class AtTerminal {
  readonly lab: WatchedLab;
  readonly #log: string;

  /** @param log the file into which script writes what the terminal shows. */
  constructor(log: string, ...args: readonly string[]) {
    this.#log = log;
    const command = ['npm', 'run', ...args].map((word) => `'${word}'`).join(' ');
    const program = ['script', '--quiet', '--flush', '--return', '--command', `stty cols 120 rows 40; exec ${command}`, log];
    this.lab = new WatchedLab(program, { SHELL: '/bin/sh', TERM: 'xterm', CI: '' }, 'pipe');
  }

  /** All that it has shown so far. */
  get shown(): string {
    return readFileSync(this.#log, 'utf8');
  }
}
