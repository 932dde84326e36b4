import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Replaces files of a folder once all new ones are on the disk. If the disk is full, the old files stay. */
export function replaceFiles(folder: string, contents: Readonly<Record<string, string | Buffer>>): void {
  const names = Object.keys(contents);
  const partial = (name: string): string => join(folder, `${name}.partial`);
  try {
    for (const [name, content] of Object.entries(contents)) {
      mkdirSync(dirname(partial(name)), { recursive: true });
      writeFileSync(partial(name), content);
    }
    for (const name of names) {
      renameSync(partial(name), join(folder, name));
    }
  } catch (error) {
    for (const name of names) {
      removeQuietly(partial(name));
    }
    throw error;
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The disk cannot be written to: the partial file stays.
  }
}
