import { usageError } from '../errors.ts';
import { isFolder } from '../given-path.ts';

/** `folders`, when they are as many as expected and there. @throws LabError `usage` otherwise. */
export function runFolders(folders: readonly string[], count: number): readonly string[] {
  const expected = count === 1 ? 'the folder of one run' : `the folders of ${count} runs`;
  if (folders.length !== count) {
    throw usageError([`expected ${expected}, got ${folders.length === 0 ? 'none' : folders.join(' ')}`]);
  }
  const missing = folders.filter((folder) => !isFolder(folder));
  if (missing.length > 0) {
    throw usageError(missing.map((folder) => `expected ${expected}, got ${folder}, which is no folder`));
  }
  return folders;
}
