import { type LabError, type ServerEnded, usageError } from '../../../errors/lab-error.ts';
import type { EtcFolder } from '../access/etc-folder.ts';

/** How mysqld and mariadbd report an unknown option. They do not say where it is. */
const unknownOption = /unknown (?:variable|option) '(?:--)?([^'=]+)/;
/** How they report files and folders that are missing or that they may not use. */
const fileTrouble = /\[ERROR\]|errcode|errno|not found|no such file|can't (?:create|open|read|find)|could not/i;
/** Time, thread, severity, error number and subsystem at the beginning of a line of an error log. */
const logPrefix = /^\d{4}-\d\d-\d\d[ T][\d:.Z]+ +\d+ +(?:\[[^\]]*\] *)+/;

/**
 * Why the server did not start with the files of a folder: file and line, if its log names an option in them, or a file or folder that such
 * an option names; otherwise the log itself.
 */
export function explainServerFailure(etc: EtcFolder, error: ServerEnded): LabError {
  const unknown = error.log.flatMap((line) => optionNamed(etc, line));
  if (unknown.length > 0) {
    return usageError([...new Set(unknown)], 'the server’s log says so; it is in events.jsonl of the run');
  }
  const paths = optionLines(etc).flatMap((option) => pathTrouble(option, error.log));
  return paths.length > 0
    ? usageError(
        paths,
        'the lab’s database host has only what is in the folder. Remove the option from this copy, unless connects depend on it. The whole log is in events.jsonl of the run',
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
