import { readdirSync } from 'node:fs';
import { isFolder } from '../files/read-bounded.ts';

/** Lines to print at the end of this process, by the folder that each is about. */
const unsaid = new Map<string, string>();

/**
 * Prints where a command's records are when this process ends before the command has printed it: it failed, was interrupted, lost its
 * engine, or was force-quit by a second Ctrl-C.
 *
 * @param line with the folder in it, such as "record: FOLDER". Nothing is printed for an empty folder.
 */
export function sayPlaceAtEnd(line: string, folder: string): void {
  if (unsaid.size === 0) {
    process.once('exit', sayAll);
  }
  unsaid.set(folder, line);
}

/** The command has printed where its records are. */
export function placeSaid(folder: string): void {
  unsaid.delete(folder);
  if (unsaid.size === 0) {
    process.off('exit', sayAll);
  }
}

function sayAll(): void {
  for (const [folder, line] of unsaid) {
    if (isFolder(folder) && readdirSync(folder).length > 0) {
      process.stderr.write(`${line}\n`);
    }
  }
}
