import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';

/** The path does not lead to a plain file that can be read and is small enough. */
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

/** What a file should be, for the error if it is something else. */
export interface Wanted {
  /** A noun, such as "a matrix as this version writes it". */
  readonly what: string;
  readonly hint: string;
  /** A larger file is not read. */
  readonly largestBytes: number;
}

/** The text of a file that the user named. @throws LabError `usage` */
export function readGivenText(path: string, { what, hint, largestBytes }: Wanted): string {
  try {
    return readPlainFile(path, largestBytes).toString('utf8');
  } catch (cause) {
    throw new LabError(`${path}: expected ${what}`, { code: 'usage', hint, cause });
  }
}

/**
 * The content of a file from outside. It never waits for a pipe, never reads a device, and never holds more than `largestBytes` in
 * memory.
 *
 * @param followLinks false for a path that has been resolved already and must not have become a link since. Default: true.
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

/** Whether the path is a folder. It is not if a link leads nowhere or to itself, or a permission is missing. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** NONBLOCK: otherwise opening a pipe would wait for a writer. */
function open(path: string, followLinks: boolean): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW));
  } catch (cause) {
    throw new NotPlainFile('a file that can be read', codeOf(cause), cause);
  }
}

/** The system's code of an error, such as ENOENT. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
