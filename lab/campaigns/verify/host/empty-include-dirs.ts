import type { EtcFolder } from '../access/etc-folder.ts';

/**
 * Folders that option files include and that contain no option file, each with an empty one: a server does not start when a folder is
 * missing, and Debian's are often empty.
 */
export function emptyFolders({ files }: EtcFolder): Readonly<Record<string, string>> {
  const paths = files.map(({ path }) => `/etc/${path}`);
  const included = files
    .filter(({ path }) => path.endsWith('.cnf'))
    .flatMap(({ text }) => [...text.matchAll(/^\s*!includedir\s+(\/etc\/[^\s]+?)\/*\s*$/gm)].map(([, folder = '']) => folder));
  const empty = [...new Set(included)].filter((folder) => !paths.some((path) => path.startsWith(`${folder}/`)));
  return Object.fromEntries(empty.map((folder) => [`${folder}/nothing.cnf`, '']));
}
