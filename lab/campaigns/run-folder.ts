import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, usageError } from '../errors/lab-error.ts';
import { isFolder } from '../files/read-bounded.ts';

/** `folders`, if there are `count` of them and all exist. @throws LabError `usage` otherwise */
export function runFolders(folders: readonly string[], count: number): readonly string[] {
  const expected = count === 1 ? 'the folder of one run' : `the folders of ${count} runs`;
  if (folders.length !== count) {
    throw usageError([`expected ${expected}, got ${folders.length === 0 ? 'none' : folders.join(' ')}`]);
  }
  const missing = folders.filter((folder) => !isFolder(folder));
  if (missing.length > 0) {
    throw usageError(missing.map((folder) => `expected ${expected}, got ${folder}, which is not a folder`));
  }
  return folders;
}

/**
 * Makes a new folder `PARENT/TIME-NAME` for a run. Runs that begin in the same millisecond, even in different processes, get different
 * folders.
 *
 * @param name empty: the time alone.
 * @throws LabError `usage` when the folder cannot be made.
 */
export function newRunFolder(parent: string, name: string, now = new Date()): string {
  const first = join(parent, [now.toISOString().replace(/[:.]/g, '-'), ...(name === '' ? [] : [name])].join('-'));
  try {
    mkdirSync(parent, { recursive: true });
    for (let number = 1; ; number++) {
      const folder = number === 1 ? first : `${first}-${number}`;
      if (isMade(folder)) {
        return folder;
      }
    }
  } catch (cause) {
    throw new LabError(`cannot write a record to ${parent}`, { code: 'usage', hint: 'choose another folder with --out', cause });
  }
}

/** Makes the folder; false if it existed already. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}
