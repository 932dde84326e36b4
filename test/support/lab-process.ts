import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The lab's command line in a process of its own, without npm in between. */
export function startLab(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = process.cwd()) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../lab/cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Texts are compared in UTF-8, whatever the locale of the tests.
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    cwd,
  });
  const ended: Promise<Ended> = Promise.all([
    new Promise<number | null>((resolve) => child.on('exit', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]).then(([code, stdout, stderr]) => ({ code, stdout, stderr }));
  return { child, ended };
}

export function lab(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return startLab(args, env).ended;
}
