import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, usageError } from '../errors/lab-error.ts';

/** A folder with something in it that may be written to all the same. */
export interface OwnFolder {
  /** In words, behind "empty, not there, or": such as "the run’s own". */
  readonly what: string;
  isOwn(folder: string): boolean;
}

/**
 * Makes a folder for what is written now, and for nothing else: nothing that is there is overwritten, or taken for a part of what comes.
 * The one rule for every folder that a command line names; commands ask it before they start anything.
 *
 * @param own which folder may be written to although it is not empty. Default: none.
 * @throws LabError `usage`
 */
export function takeFolder(folder: string, own?: OwnFolder): void {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0 && own?.isOwn(folder) !== true) {
      const expected = own === undefined ? 'a folder that is empty or not there' : `a folder that is empty, not there, or ${own.what}`;
      throw usageError([`expected ${expected}, got ${folder}`], 'give another folder with --out');
    }
    mkdirSync(folder, { recursive: true });
    rmdirSync(mkdtempSync(join(folder, '.try-')));
  } catch (cause) {
    if (cause instanceof LabError) {
      throw cause;
    }
    throw new LabError(`cannot write a record to ${folder}`, { code: 'usage', hint: 'give another folder with --out', cause });
  }
}
