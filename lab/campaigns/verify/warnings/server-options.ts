import { posix } from 'node:path';
import type { EtcFile, EtcFolder } from '../access/etc-folder.ts';

/** One option as the server reads it. */
export interface ServerOption {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** In lower case, with dashes. */
  readonly name: string;
  /** Without quotes; undefined where nothing follows the name. */
  readonly value: string | undefined;
}

export interface OptionsRead {
  /** Options of the server's groups, in the order in which it reads them: the last one of a name applies. */
  readonly options: readonly ServerOption[];
  /** Paths of the files that it reads. */
  readonly files: ReadonlySet<string>;
}

/** The files that Debian's servers start with, in this order. */
const firstOptionFiles = ['my.cnf', 'mysql/my.cnf'] as const;

const deepestInclude = 10;
/** As `--help --verbose` of the lab's servers lists them. */
const groupsOfMysql = ['mysqld', 'server', 'mysqld-9.7'];
const groupsOfMariadb = [
  ...['mysqld', 'server', 'mariadb', 'mariadbd', 'client-server'],
  ...['mysqld-10.11', 'mariadb-10.11', 'mariadbd-10.11'],
];

/** What a server whose program is `daemon` reads of the folder's option files, by `!include` and `!includedir`. */
export function optionsRead({ files }: Pick<EtcFolder, 'files'>, daemon: string): OptionsRead {
  const reader = new OptionReader(files, daemon.startsWith('maria') ? groupsOfMariadb : groupsOfMysql);
  for (const path of firstOptionFiles) {
    reader.read(path, 0);
  }
  return reader;
}

/** Whether a group of a file is one that a server reads, whichever server it is. */
export function isServerGroup(line: string): boolean {
  const group = groupOf(line.trim());
  return group !== undefined && [...groupsOfMysql, ...groupsOfMariadb].includes(group);
}

/** The last option of a name. `loose-` in front makes no difference, and servers accept the beginning of a name. */
export function lastOption({ options }: OptionsRead, name: string): ServerOption | undefined {
  return options.findLast((option) => {
    const written = option.name.replace(/^loose-/, '');
    return written === name || (written.length >= shortestBeginning && name.startsWith(written));
  });
}

/** A beginning of this length of the names that are asked for here is unique among all options. */
const shortestBeginning = 'skip-net'.length;

/** Whether a switch is on; one without a value is. */
export function isOn(option: ServerOption | undefined): boolean {
  return option !== undefined && !/^(0|off|false)$/i.test(option.value ?? '');
}

class OptionReader implements OptionsRead {
  readonly options: ServerOption[] = [];
  readonly files = new Set<string>();
  readonly #folder: readonly EtcFile[];
  readonly #groups: readonly string[];

  constructor(folder: readonly EtcFile[], groups: readonly string[]) {
    this.#folder = folder;
    this.#groups = groups;
  }

  read(path: string, depth: number): void {
    const file = this.#folder.find((each) => each.path === path);
    if (file === undefined || depth > deepestInclude) {
      return;
    }
    this.files.add(path);
    let group = '';
    for (const [index, physical] of file.text.split('\n').entries()) {
      const line = physical.trim();
      const [, directive, target = ''] = /^!(include|includedir)\s+(.*)$/.exec(line) ?? [];
      if (directive !== undefined) {
        this.#include(directive, target, depth);
      } else if (line.startsWith('[')) {
        group = groupOf(line) ?? '';
      } else if (line !== '' && !/^[#;!]/.test(line) && this.#groups.includes(group)) {
        this.options.push({ file: path, line: index + 1, ...nameAndValue(line) });
      }
    }
  }

  /** Reads a file, or every `.cnf` of a folder by name, without the folders below it. */
  #include(directive: string, target: string, depth: number): void {
    const path = posix.relative('/etc', posix.normalize(target)).replace(/\/+$/, '');
    const paths =
      directive === 'include'
        ? [path]
        : this.#folder.map((file) => file.path).filter((each) => each.endsWith('.cnf') && posix.dirname(each) === path);
    for (const each of paths.toSorted()) {
      this.read(each, depth + 1);
    }
  }
}

/** Case and blanks before the closing bracket do not count; blanks after the opening one do. */
function groupOf(line: string): string | undefined {
  return /^\[([^\]]*?)\s*\]/.exec(line)?.[1]?.toLowerCase();
}

/** A comment may follow a value, even without a blank between them. */
function nameAndValue(line: string): Pick<ServerOption, 'name' | 'value'> {
  const [, name = '', value] = /^([^\s=#]+)\s*(?:=\s*(.*))?/.exec(line) ?? [];
  const bare = value
    ?.replace(/^((?:"[^"]*"|'[^']*'|[^#"'])*)#.*$/, '$1')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  return { name: name.toLowerCase().replaceAll('_', '-'), value: bare };
}
