import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { owner, ownerState } from './labels.ts';

const pollMs = 500;
const longestWaitMs = 60 * 60 * 1000;

interface LockOptions {
  /** Called once, with the holder's process id, when another process has the lock. */
  onWait(pid: number): void;
  /** Ends the wait, not the action. */
  readonly signal?: AbortSignal;
}

/** Runs `action` while no other lab of this user holds the lock `name`. Takes over a lock whose process is gone. */
export async function withLock<T>(name: string, { onWait, signal }: LockOptions, action: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `wraplab-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.lock`);
  let said = false;
  for (let waitedMs = 0; !take(path); waitedMs += pollMs) {
    const holder = readIfThere(path);
    if (holder === null) {
      continue;
    }
    if (ownerState(holder) !== 'alive') {
      takeAway(path, holder);
      continue;
    }
    const pid = Number(holder.split('/')[1]);
    if (!said) {
      onWait(pid);
      said = true;
    }
    if (waitedMs > longestWaitMs) {
      throw new LabError(`waited an hour for the lock ${path}: expected process ${pid} to release it`, {
        code: 'internal',
        hint: 'end that process, or remove the file',
      });
    }
    await wait(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Creates the lock file with its owner already in it, because a lab may be killed at any moment. False when the file exists. */
function take(path: string): boolean {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, owner());
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes the lock of a process that is gone, and no other: another lab may have removed and taken it in the meantime. */
function takeAway(path: string, holder: string): void {
  const aside = `${path}.${process.pid}.gone`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== holder) {
      linkSync(aside, path);
    }
  } catch {
    // Another lab was faster: the caller looks again.
  }
  rmSync(aside, { force: true });
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Released between the attempt and the look.
    return null;
  }
}
