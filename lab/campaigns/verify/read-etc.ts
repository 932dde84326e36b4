import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { usageError } from '../../errors/lab-error.ts';
import { codeOf, isFolder, NotPlainFile, readPlainFile } from '../../files/read-bounded.ts';
import { configurationFile, type EtcFile, type EtcFolder, etcFiles, optionFolders } from './access/etc-folder.ts';
import { filesNamedByPatterns, filesNamedByRules } from './host/named-files.ts';

/** Real files have a few KiB; a larger one is a mistake. */
const largestFileBytes = 1024 * 1024;
const mostFiles = 200;
const mostFolders = 100;
const deepestFolder = 4;
/** Banners are files named like the daemon; the lab ignores those of other daemons. */
const serverPrograms = /^(mysqld|mariadbd)/;

/**
 * Reads a folder that looks like `/etc`. Nothing in it is executed or changed, and nothing outside it is read: links that lead
 * out of it, devices, pipes, huge files and files that are not text are problems.
 *
 * @throws LabError `usage` with every problem.
 */
export function readEtc(folder: string): EtcFolder {
  if (!isFolder(folder)) {
    throw usageError([`${folder}: expected a folder that looks like /etc`], 'npm run verify -- --init DIR writes an example');
  }
  const reader = new EtcReader(folder);
  const top = reader.names('');
  const known: readonly string[] = [...etcFiles, configurationFile];
  for (const name of top.filter((each) => known.includes(each))) {
    reader.read(name);
  }
  for (const name of optionFolders.filter((each) => top.includes(each))) {
    reader.readOptionFiles(name, 1);
  }
  reader.readNamedByRules();
  return reader.result(top.filter((name) => !known.includes(name) && !optionFolders.some((each) => each === name)));
}

class EtcReader {
  readonly #folder: string;
  readonly #root: string;
  readonly #files: EtcFile[] = [];
  readonly #problems: string[] = [];
  #foldersRead = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#root = realpathSync(folder);
  }

  names(path: string): string[] {
    try {
      return readdirSync(join(this.#root, path)).toSorted();
    } catch (error) {
      this.#refuse(path, 'a folder that can be read', codeOf(error));
      return [];
    }
  }

  /** Option files below a folder: those that `!includedir` would read. */
  readOptionFiles(path: string, depth: number): void {
    const real = this.#inside(path);
    if (real === undefined || !isFolder(real)) {
      return;
    }
    if (depth > deepestFolder) {
      this.#refuseOnce(path, `folders no deeper than ${deepestFolder}`, 'a deeper one');
      return;
    }
    // Ten links to itself in a folder would be ten thousand folders.
    this.#foldersRead += 1;
    if (this.#foldersRead > mostFolders) {
      this.#refuseOnce(path, `${mostFolders} folders or fewer`, 'more');
      return;
    }
    for (const name of this.names(path)) {
      const each = join(path, name);
      if (/\.cnf$/.test(name)) {
        this.read(each);
      } else if (isFolder(join(this.#root, each))) {
        this.readOptionFiles(each, depth + 1);
      }
    }
  }

  /** What hosts.allow and hosts.deny name below /etc, where the folder has it: files of patterns, those that they name, and banners. */
  readNamedByRules(): void {
    const named = this.#files
      .filter(({ path }) => path === 'hosts.allow' || path === 'hosts.deny')
      .map(({ text }) => filesNamedByRules(text));
    const paths = new Set(named.flatMap(({ patterns }) => patterns));
    for (const path of paths) {
      const text = this.#readOnce(path);
      // The loop also visits paths that are added meanwhile, each once.
      for (const deeper of text === undefined ? [] : filesNamedByPatterns(text)) {
        paths.add(deeper);
      }
    }
    for (const folder of new Set(named.flatMap(({ banners }) => banners))) {
      for (const name of isFolder(join(this.#root, folder)) && this.#inside(folder) !== undefined ? this.names(folder) : []) {
        if (serverPrograms.test(name)) {
          this.#readOnce(join(folder, name));
        }
      }
    }
  }

  /** The text of a file, which is read at most once; undefined if there is none. */
  #readOnce(path: string): string | undefined {
    const find = (): string | undefined => this.#files.find((file) => file.path === path)?.text;
    if (find() === undefined && existsSync(join(this.#root, path))) {
      this.read(path);
    }
    return find();
  }

  read(path: string): void {
    if (this.#files.length >= mostFiles) {
      this.#refuseOnce('', `${mostFiles} files or fewer`, 'more');
      return;
    }
    const real = this.#inside(path);
    const bytes = real === undefined ? undefined : this.#bytes(path, real);
    const text = bytes === undefined ? undefined : this.#text(path, bytes);
    if (text === undefined) {
      return;
    }
    this.#files.push({ path, text });
  }

  result(unread: readonly string[]): EtcFolder {
    if (this.#problems.length > 0) {
      throw usageError(this.#problems, 'nothing was started, and nothing in the folder was changed');
    }
    const isRead = (name: string): boolean => this.#files.some(({ path }) => path === name || path.startsWith(`${name}/`));
    return { folder: this.#folder, files: this.#files, unread: unread.filter((name) => !isRead(name)) };
  }

  /** Where a path really is; undefined, with a problem, if that is outside the folder. */
  #inside(path: string): string | undefined {
    let real: string;
    try {
      real = realpathSync(join(this.#root, path));
    } catch (error) {
      this.#refuse(path, 'a file', `a broken link (${codeOf(error)})`);
      return undefined;
    }
    const within = relative(this.#root, real);
    if (within === '..' || within.startsWith(`..${sep}`)) {
      this.#refuse(path, 'a file of this folder', 'a link that leads out of it; copy what it points to (cp -L)');
      return undefined;
    }
    return real;
  }

  #bytes(path: string, real: string): Buffer | undefined {
    try {
      return readPlainFile(real, largestFileBytes, false);
    } catch (error) {
      if (!(error instanceof NotPlainFile)) {
        throw error;
      }
      this.#refuse(path, error.expected, error.got);
      return undefined;
    }
  }

  #text(path: string, bytes: Buffer): string | undefined {
    const place = (offset: number): string => `${path}:${bytes.subarray(0, offset).toString('latin1').split('\n').length}`;
    const nul = bytes.indexOf(0);
    if (nul >= 0) {
      this.#refuse(place(nul), 'text', 'a zero byte');
      return undefined;
    }
    const text = bytes.toString('utf8');
    if (!Buffer.from(text).equals(bytes)) {
      this.#refuse(place(firstDifference(bytes, Buffer.from(text))), 'UTF-8 text', 'other bytes; iconv -f latin1 -t utf8 converts it');
      return undefined;
    }
    return text;
  }

  /** Only the first problem of each kind of surplus. */
  #refuseOnce(path: string, expected: string, got: string): void {
    if (!this.#problems.some((problem) => problem.endsWith(`: expected ${expected}, got ${got}`))) {
      this.#refuse(path, expected, got);
    }
  }

  #refuse(path: string, expected: string, got: string): void {
    this.#problems.push(`${join(this.#folder, path)}: expected ${expected}, got ${got}`);
  }
}

function firstDifference(a: Buffer, b: Buffer): number {
  const index = a.findIndex((byte, at) => byte !== b[at]);
  return index === -1 ? a.length : index;
}
