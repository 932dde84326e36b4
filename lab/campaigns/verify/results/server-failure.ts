import { type LabError, type ServerEnded, usageError } from '../../../errors/lab-error.ts';
import type { EtcFolder } from '../access/etc-folder.ts';

/** What mysqld and mariadbd say of an option that they do not know; they do not say where it stands. */
const unknownOption = /unknown (?:variable|option) '(?:--)?([^'=]+)/;
/** What they say of files and folders that are not there, or not theirs to use. */
const fileTrouble = /\[ERROR\]|errcode|errno|not found|no such file|can't (?:create|open|read|find)|could not/i;
/** The time, the thread, the severity, the error's number and the subsystem in front of what a line of an error log says. */
const logPrefix = /^\d{4}-\d\d-\d\d[ T][\d:.Z]+ +\d+ +(?:\[[^\]]*\] *)+/;

/**
 * Why the server did not start with the files of a folder: file and line, where its log names an option of them, or a file or folder that one
 * of their options names; otherwise the log itself.
 */
export function explainServerFailure(etc: EtcFolder, error: ServerEnded): LabError {
  const unknown = error.log.flatMap((line) => optionNamed(etc, line));
  if (unknown.length > 0) {
    return usageError([...new Set(unknown)], 'the server itself says so; its log is in events.jsonl of the run');
  }
  const paths = optionLines(etc).flatMap((option) => pathTrouble(option, error.log));
  return paths.length > 0
    ? usageError(
        paths,
        'the lab’s database host has only what is in the folder: take the option out of this copy, unless connects depend on it; the whole log is in events.jsonl of the run',
      )
    : error;
}

interface OptionLine {
  readonly place: string;
  /** With dashes, in lower case. */
  readonly name: string;
  readonly value: string;
}

function optionLines({ folder, files }: EtcFolder): OptionLine[] {
  return files
    .filter(({ path }) => path.endsWith('.cnf'))
    .flatMap(({ path, text }) =>
      text.split('\n').map((line, index) => {
        const [name = '', ...value] = line.split('=');
        return {
          place: `${folder}/${path}:${index + 1}`,
          name: dashed(name),
          value: value
            .join('=')
            .trim()
            .replace(/^(["'])(.*)\1$/, '$2'),
        };
      }),
    );
}

function optionNamed(etc: EtcFolder, line: string): string[] {
  const [, name] = unknownOption.exec(line) ?? [];
  return name === undefined
    ? []
    : optionLines(etc)
        .filter((option) => option.name === dashed(name))
        .map(({ place }) => `${place}: expected an option that this server has, got "${name}"`);
}

/** The first line of the log that is about the path of an option; the server adds endings such as `.index` to some. */
function pathTrouble({ place, value }: OptionLine, log: readonly string[]): string[] {
  const path = value.replace(/\/+$/, '');
  const said = path.includes('/') ? log.find((line) => fileTrouble.test(line) && line.includes(path)) : undefined;
  return said === undefined
    ? []
    : [
        `${place}: expected a file or folder that the lab's database host has, got "${value}"; the server said: ${said.replace(logPrefix, '')}`,
      ];
}

function dashed(name: string): string {
  return name.trim().replaceAll('_', '-').toLowerCase();
}
