import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../errors.ts';

const pollMs = 500;
const longestWaitMs = 60 * 60 * 1000;

/**
 * Runs `action` while no other lab of this user runs one under the same `name`. A lock whose process is gone is taken over.
 *
 * @param onWait called once with the process id of the holder when somebody else has the lock.
 */
export async function withLock<T>(name: string, onWait: (pid: number) => void, action: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `wraplab-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.lock`);
  let said = false;
  for (let waitedMs = 0; !take(path); waitedMs += pollMs) {
    const holder = Number(readIfThere(path));
    if (holder > 0 && !isAlive(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!said && holder > 0) {
      onWait(holder);
      said = true;
    }
    if (waitedMs > longestWaitMs) {
      throw new LabError(`waited an hour for process ${holder}, which holds ${path}`, {
        code: 'internal',
        hint: 'end it, or remove the file',
      });
    }
    await wait(pollMs);
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Released between the attempt and the look.
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
