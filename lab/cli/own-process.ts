import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { starterVariable } from './starter.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * Runs a command of the lab as a process of its own, so that one that fails takes no other with it; its stdout is dropped. Returns the
 * exit code; null where a signal ended it. An abort is handed on as Ctrl-C, and it ends when this process does.
 */
export function runInOwnProcess(args: readonly string[], signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, [starterVariable]: String(process.pid) },
      // In a session of its own: a terminal's Ctrl-C would reach it from there and from here, and twice means at once.
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
