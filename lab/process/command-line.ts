/** Options as a command line gives them: the text of the value, or `true` for a switch. One that is undefined was not given. */
export type GivenOptions = Readonly<Record<string, string | true | undefined>>;

/**
 * The words of the command that runs an npm script with these settings. All of them stand behind `--`, because npm takes an option in
 * front of it for its own.
 */
export function npmRun(script: string, options: GivenOptions = {}, positionals: readonly string[] = []): string[] {
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : optionWords(name, value)));
  // A second `--` keeps what begins with a dash from being an option.
  const words = positionals.some((word) => word.startsWith('-')) ? [...given, '--', ...positionals] : [...positionals, ...given];
  return ['npm', 'run', script, ...(words.length === 0 ? [] : ['--', ...words])];
}

/** These words as one command line for a POSIX shell, of characters that every report and terminal can show. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** A recorded command as one to type. What older versions of the lab recorded has no `--`. */
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

/** Control characters, those that turn the direction of writing, and two that XML and HTML cannot hold. */
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

/** By printf's octal escapes. A command substitution drops newlines at the end, so these stand behind it; some shells act on ! in front. */
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
