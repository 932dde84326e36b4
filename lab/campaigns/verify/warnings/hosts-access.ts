import { isAbout, serverPart } from '../access/access-daemons.ts';
import { fieldsOf, type RuleLine, ruleLines, wordsOfList } from '../access/access-lines.ts';
import { decides, optionWarnings } from '../access/access-options.ts';
import { looksNumeric, needsName, patternRemarks } from '../access/access-patterns.ts';
import type { EtcFile } from '../access/etc-folder.ts';
import { alsoLines, type Warning } from '../access/warning.ts';

/** libwrap ignores a longer line, with what a backslash joins to it, and all lines after it. Found by running it. */
const longestLine = 2046;

/** A rule as libwrap sees it. */
export interface AccessRule {
  readonly file: string;
  readonly line: number;
  readonly daemons: readonly string[];
  readonly clients: readonly string[];
  /** The fields after the clients, as written. */
  readonly options: readonly string[];
  /** What the rule decides by an option of its own. */
  readonly decision: 'allow' | 'deny' | undefined;
}

/** The text of a file of patterns, by its path; undefined where the folder has none. */
export type PatternsIn = (path: string) => string | undefined;

interface AccessFile {
  readonly rules: readonly AccessRule[];
  readonly warnings: readonly Warning[];
}

/**
 * Reads hosts.allow or hosts.deny for warnings only; what the file means is left to libwrap.
 *
 * @param daemon the running server's program: of rules for others only the form is checked.
 */
export function readAccessFile({ path, text }: EtcFile, daemon: string, patternsIn: PatternsIn): AccessFile {
  const warnings: Warning[] = [];
  const rules: AccessRule[] = [];
  for (const each of ruleLines(text)) {
    const warn = (weight: Warning['weight'], said: string): void => void warnings.push({ file: path, line: each.line, weight, text: said });
    lineWarnings(each, warn);
    const rule = each.terminated && each.text.length <= longestLine ? ruleOf(path, each, daemon, warn) : undefined;
    if (rule !== undefined) {
      rules.push(rule);
      daemonWarnings(rule, warn);
      if (isAbout(rule.daemons, daemon)) {
        serverNameWarnings(rule, patternsIn, warn);
        clientWarnings(rule, patternsIn, warn);
      }
    }
    if (each.text.length > longestLine) {
      break;
    }
  }
  return {
    rules,
    warnings: [
      ...warnings,
      ...tabNote(path, text),
      ...nameNote(
        path,
        rules.filter(({ daemons }) => isAbout(daemons, daemon)),
        patternsIn,
      ),
    ],
  };
}

type Warn = (weight: Warning['weight'], text: string) => void;

function lineWarnings({ text, line, lastLine, terminated }: RuleLine, warn: Warn): void {
  if (text.length > longestLine) {
    warn('warning', `a line of ${text.length} characters; libwrap ignores a line of more than ${longestLine}, and every line after it`);
  } else if (!terminated) {
    warn('warning', 'the last line does not end with a newline: libwrap ignores it');
  }
  if (lastLine > line) {
    warn(
      text.startsWith('#') ? 'warning' : 'note',
      text.startsWith('#')
        ? `the comment ends with a backslash: everything up to line ${lastLine} belongs to it`
        : `continued up to line ${lastLine}`,
    );
  }
}

function ruleOf(file: string, { text, line }: RuleLine, daemon: string, warn: Warn): AccessRule | undefined {
  if (text.trim() === '' || text.startsWith('#')) {
    return undefined;
  }
  const indentedComment = /^\s+#/.test(text);
  const [daemons, clients, ...options] = fieldsOf(text);
  if (clients === undefined) {
    warn(
      'warning',
      `expected "daemons : clients", got no colon; libwrap skips the line${indentedComment ? ' (a comment must begin in the first column)' : ''}`,
    );
    return undefined;
  }
  if (indentedComment) {
    warn('warning', 'a comment must begin in the first column; after a blank this is a rule');
  }
  for (const [index, option] of isAbout(wordsOfList(daemons ?? ''), daemon) ? options.entries() : []) {
    for (const { weight, text: said } of optionWarnings(option, index === options.length - 1)) {
      warn(weight, said);
    }
  }
  return { file, line, daemons: wordsOfList(daemons ?? ''), clients: wordsOfList(clients), options, decision: decides(options) };
}

function daemonWarnings({ daemons, clients }: AccessRule, warn: Warn): void {
  if (daemons.length === 0 || clients.length === 0) {
    warn('warning', `expected "daemons : clients", got no ${daemons.length === 0 ? 'daemons' : 'clients'}; the rule matches nobody`);
  }
  for (const word of daemons.filter((each) => each.startsWith('/'))) {
    warn('warning', `"${word}" is not a daemon: libwrap knows daemons by the name of the program, without a path`);
  }
}

function serverNameWarnings({ daemons }: AccessRule, patternsIn: PatternsIn, warn: Warn): void {
  for (const word of daemons.filter((each) => needsName(serverPart(each) ?? 'ALL', patternsIn))) {
    warn(
      'warning',
      `"${word}" asks the DNS for the server's own name at every connect, and the accept thread waits; write its address instead`,
    );
  }
}

function clientWarnings({ clients }: AccessRule, patternsIn: PatternsIn, warn: Warn): void {
  if (clients.some((word) => word.startsWith('#'))) {
    warn('warning', 'a comment cannot follow a rule: the words after "#" are clients too');
  }
  for (const { weight, text } of clients.flatMap((word) => patternRemarks(word, (path) => patternsIn(path) !== undefined))) {
    warn(weight, text);
  }
}

function tabNote(file: string, text: string): Warning[] {
  const index = text.split('\n').findIndex((line) => !line.startsWith('#') && line.trimEnd().includes('\t'));
  return index === -1 ? [] : [{ file, line: index + 1, weight: 'note', text: 'tabs: libwrap treats them as blanks' }];
}

function nameNote(file: string, rules: readonly AccessRule[], patternsIn: PatternsIn): Warning[] {
  const [first, ...more] = rules.filter(({ clients }) => clients.some((word) => needsName(word, patternsIn) && !looksNumeric(word)));
  if (first === undefined) {
    return [];
  }
  return [
    {
      file,
      line: first.line,
      weight: 'note',
      text: `clients by name: the accept thread looks up every client that it compares with this rule${alsoLines(more.map(({ line }) => line))}`,
    },
  ];
}
