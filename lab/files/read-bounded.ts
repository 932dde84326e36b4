import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';

/** What was found in place of a plain file that can be read and is not too large. */
export class NotPlainFile extends Error {
  override readonly name = 'NotPlainFile';
  readonly expected: string;
  readonly got: string;

  constructor(expected: string, got: string, cause?: unknown) {
    super(`expected ${expected}, got ${got}`, cause === undefined ? undefined : { cause });
    this.expected = expected;
    this.got = got;
  }
}

/** What a file is to be, for the error when it is not. */
export interface Wanted {
  /** Such as "a matrix as this version writes it". */
  readonly what: string;
  readonly hint: string;
  /** More than this is not read. */
  readonly largestBytes: number;
}

/** The text of such a file. @throws LabError `usage` */
export function readGivenText(path: string, { what, hint, largestBytes }: Wanted): string {
  try {
    return readPlainFile(path, largestBytes).toString('utf8');
  } catch (cause) {
    throw new LabError(`${path}: expected ${what}`, { code: 'usage', hint, cause });
  }
}

/**
 * The content of a file that somebody else has put there. A pipe is not waited for, a device not read, and no more than `largestBytes`
 * are ever held in memory.
 *
 * @param followLinks false when the path has been resolved, and must not have become a link since. Default: true.
 * @throws NotPlainFile
 */
export function readPlainFile(path: string, largestBytes: number, followLinks = true): Buffer {
  const descriptor = open(path, followLinks);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) {
      throw new NotPlainFile('a plain file', status.isDirectory() ? 'a folder' : 'a device, pipe or socket');
    }
    if (status.size > largestBytes) {
      throw new NotPlainFile(`${largestBytes} bytes or fewer`, String(status.size));
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether there is a folder; not where a link leads nowhere or to itself, or the way there is barred. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** NONBLOCK, or opening a pipe would wait for somebody to write. */
function open(path: string, followLinks: boolean): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW));
  } catch (cause) {
    throw new NotPlainFile('a file that can be read', codeOf(cause), cause);
  }
}

/** The system's short word for what went wrong, such as ENOENT. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
