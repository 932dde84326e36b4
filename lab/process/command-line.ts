/** Options as a command line gives them: the text of the value, or `true` for a switch; undefined if it was not given. */
export type GivenOptions = Readonly<Record<string, string | true | undefined>>;

/**
 * The words of the command that runs an npm script with these settings. They all follow `--`, because npm takes options before it for
 * its own.
 */
export function npmRun(script: string, options: GivenOptions = {}, positionals: readonly string[] = []): string[] {
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : optionWords(name, value)));
  // A second `--` keeps words that begin with a dash from being read as options.
  const words = positionals.some((word) => word.startsWith('-')) ? [...given, '--', ...positionals] : [...positionals, ...given];
  return ['npm', 'run', script, ...(words.length === 0 ? [] : ['--', ...words])];
}

/** The words as a command line for a POSIX shell, in characters that every report and terminal can show. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** A recorded command as a line to type. Older versions of the lab recorded it without `--`. */
export function againLine(recorded: readonly string[]): string {
  const [npm, run, script, ...rest] = recorded;
  const isOld = npm === 'npm' && run === 'run' && script !== undefined && rest.length > 0 && rest[0] !== '--';
  return shellLine(isOld ? [npm, run, script, '--', ...rest] : recorded);
}

function optionWords(name: string, value: string | true): string[] {
  if (value === true) {
    return [`--${name}`];
  }
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** Control characters, characters that change the direction of writing, and two that XML and HTML cannot hold. */
const unprintable = /[^\P{Cc}\t\n]|\p{Bidi_Control}|[\ufffe\uffff]/u;

function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) {
    return word;
  }
  return unprintable.test(word) ? printed(word) : quoted(word);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word in octal escapes of printf, which also hide ! from shells that expand it. Newlines at the end follow the command substitution, which would drop them. */
function printed(word: string): string {
  const body = word.replace(/\n+$/, '');
  const escaped = body
    .replaceAll('\\', '\\\\')
    .replace(new RegExp(`${unprintable.source}|!`, 'gu'), (character) =>
      [...new TextEncoder().encode(character)].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join(''),
    );
  const newlines = word.slice(body.length);
  return `"$(printf '%b' ${quoted(escaped)})"${newlines === '' ? '' : quoted(newlines)}`;
}
