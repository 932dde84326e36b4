import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, usageError } from '../errors/lab-error.ts';

/** A folder that may be written to although it is not empty. */
interface OwnFolder {
  /** A noun, such as "the run’s own". */
  readonly what: string;
  isOwn(folder: string): boolean;
}

/**
 * Makes a folder for new files. Existing files are never overwritten, and never mistaken for new ones. This is the one rule for every
 * folder that a command line names; commands apply it before they start anything.
 *
 * @param own a folder that may be written to although it is not empty. Default: none.
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
