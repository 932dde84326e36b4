import { type LabError, type ServerEnded, usageError } from '../errors.ts';
import type { EtcFolder } from './etc-folder.ts';

/** What mysqld and mariadbd say of an option that they do not know; they do not say where it stands. */
const unknownOption = /unknown (?:variable|option) '(?:--)?([^'=]+)/;

/**
 * Why the server did not start with the files of a folder: file and line, where its log names an option of them; otherwise the
 * log itself.
 */
export function explainServerFailure(etc: EtcFolder, error: ServerEnded): LabError {
  const found = error.log.flatMap((line) => optionNamed(etc, line));
  return found.length === 0 ? error : usageError([...new Set(found)], 'the server itself says so; its log is in events.jsonl of the run');
}

function optionNamed({ folder, files }: EtcFolder, line: string): string[] {
  const [, name] = unknownOption.exec(line) ?? [];
  if (name === undefined) {
    return [];
  }
  const same = (text: string): string => text.trim().replaceAll('_', '-').toLowerCase();
  return files
    .filter(({ path }) => path.endsWith('.cnf'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((each, index) =>
          same(each.split('=')[0] ?? '') === same(name)
            ? [`${folder}/${path}:${index + 1}: expected an option that this server has, got "${name}"`]
            : [],
        ),
    );
}
