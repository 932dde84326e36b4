import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../connection/connect-engine.ts';
import { owner } from '../connection/labels.ts';

const program = fileURLToPath(new URL('./reaper.ts', import.meta.url));
const endTimeoutMs = 5000;

/** Removes what this process has made in the engine when the process ends, however that happens. Disposing ends the switch itself. */
interface DeadMansSwitch extends AsyncDisposable {
  /** Leaves the hosts of this run up when the lab ends. */
  keep(runId: string): void;
}

/**
 * Starts the reaper: a process in its own session, so that it survives the lab's terminal, holding a pipe that ends with this process.
 * Containers end with their stdin, but a container that was created and not yet started has none; another process must remove it.
 * It is not a container like Ryuk, which would need the engine's socket, a published port and an image of its own.
 */
export async function armDeadMansSwitch(engine: Engine): Promise<DeadMansSwitch> {
  const reaper = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, engine.endpoint, owner()], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(reaper, 'spawn');
  reaper.unref();
  // The reaper was killed: hosts still end with their stdin, and "gc" removes what remains.
  reaper.stdin.on('error', () => undefined);
  const ended = once(reaper, 'exit');
  return {
    keep: (runId) => void reaper.stdin.write(`keep ${runId}\n`),
    async [Symbol.asyncDispose]() {
      reaper.ref();
      reaper.stdin.end('done\n');
      await Promise.race([ended, wait(endTimeoutMs, undefined, { ref: false })]);
      reaper.unref();
    },
  };
}
