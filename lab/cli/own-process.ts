import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { starterVariable } from './starter.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * Runs a command of the lab in a process of its own, so that its failure affects no other. Its stdout is dropped. Returns the exit code;
 * null if a signal ended it. An abort is forwarded as SIGINT. The process ends when this one does.
 */
export function runInOwnProcess(args: readonly string[], signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, [starterVariable]: String(process.pid) },
      // A session of its own: a terminal's Ctrl-C would otherwise reach it twice, and the second one force-quits.
      detached: true,
    });
    const stop = (): boolean => child.kill('SIGINT');
    signal.addEventListener('abort', stop);
    child.on('error', reject);
    child.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code);
    });
  });
}
