import { constants, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError, usageError } from '../../errors/lab-error.ts';
import { isFolder } from '../../files/read-bounded.ts';

/** The files of the example, as they are. */
export const exampleFolder = fileURLToPath(new URL('./example/', import.meta.url));

/**
 * Writes the example into `folder`, which is created if needed.
 *
 * @returns what was written.
 * @throws LabError `usage` when one of the files exists, and then nothing is written; or when the folder cannot be written to.
 */
export function writeExample(folder: string): string[] {
  const names = readdirSync(exampleFolder).toSorted();
  if (existsSync(folder) && !isFolder(folder)) {
    throw usageError([`${folder}: expected a folder, or a path that does not exist yet, got a file`]);
  }
  const there = names.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (there.length > 0) {
    throw usageError(
      there.map((path) => `${path}: expected no such file, got one`),
      'nothing was written; choose another folder, or move the files away',
    );
  }
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of names) {
      copyFileSync(join(exampleFolder, name), join(folder, name), constants.COPYFILE_EXCL);
    }
  } catch (cause) {
    throw new LabError(`expected a folder that can be written to, got ${folder}`, { code: 'usage', hint: 'choose another folder', cause });
  }
  return names.map((name) => join(folder, name));
}
