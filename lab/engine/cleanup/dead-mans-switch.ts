import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../connection/connect-engine.ts';
import { owner } from '../connection/labels.ts';

const program = fileURLToPath(new URL('./reaper.ts', import.meta.url));
const endTimeoutMs = 5000;

/** Removes what this process has made in the engine when the process ends, however it does. Disposing ends the switch itself. */
export interface DeadMansSwitch extends AsyncDisposable {
  /** The hosts of this run stay when the lab is gone. */
  keep(runId: string): void;
}

/**
 * Starts the reaper: a process in a session of its own, so that what ends the lab's terminal does not end it, holding a pipe that
 * ends with this process. A container that was created and not yet started has no stdin to end with; only somebody else can remove it.
 * Not a container, as Ryuk is: that one would have the engine's socket and a published port, and its image must be had first.
 */
export async function armDeadMansSwitch(engine: Engine): Promise<DeadMansSwitch> {
  const reaper = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, engine.endpoint, owner()], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(reaper, 'spawn');
  reaper.unref();
  // Somebody has killed it: then hosts still end with their stdin, and "gc" removes what remains.
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
