import { parseArgs } from 'node:util';
import { nearNames } from '../../errors/near-names.ts';
import { shellLine } from '../../process/command-line.ts';
import type { Command } from '../command.ts';
import type { Option, Options } from '../options.ts';
import { isOfNpm, promisingNothing, sharedNames } from './npm-names.ts';
import type { NpmStart } from './npm-start.ts';

/** Options that the user typed in front of `--`, where npm keeps them for itself. */
interface Forgotten {
  /** Which, and where: `--seed in front of "--", where npm keeps it for itself`. */
  readonly place: string;
  /** The command line as it should be typed. */
  readonly line: string;
  /** Whether the lab must not start. If not, the options may have been meant for npm. */
  readonly isCertain: boolean;
}

/** What npm made of one option: its name, and the text that it took for the value. */
interface Kept {
  readonly typed: string;
  /** The option of the command that it names or, with a letter wrong, nearly names. */
  readonly name: string;
  readonly text: string;
}

/**
 * The options of a command line that npm kept for itself because they are in front of `--`. Npm hands them on in variables of the
 * environment: `true` for a switch, and also for an option whose value then stands among the arguments. Undefined if there are none.
 *
 * @param args what npm handed on to the lab, after the name of the command.
 */
export function forgottenDashes(command: Command, args: readonly string[], npm: NpmStart | undefined): Forgotten | undefined {
  if (npm?.program !== 'npm' || npm.words[0] !== command.name) {
    return undefined;
  }
  const subcommand = command.subcommands?.find(({ name }) => name === args[0]);
  const options = subcommand?.options ?? command.options ?? {};
  const typed = args.slice(npm.words.length - 1);
  const present = new Set(optionTokens(args, options).map(({ name }) => name));
  const kept = keptOptions(options, npm).filter(({ name }) => !present.has(name));
  if (kept.length === 0) {
    return undefined;
  }
  const isCertain = kept.some(({ name }) => (name in sharedNames ? npm.isCertain && promisingNothing.includes(name) : name in options));
  return { place: placeOf(kept), line: lineOf(npm.script, typed, kept, options), isCertain };
}

function placeOf(kept: readonly Kept[]): string {
  const names = kept.map(({ typed }) => `--${typed}`).join(' and ');
  return `${names} in front of "--", where npm keeps ${kept.length === 1 ? 'it' : 'them'} for itself`;
}

function keptOptions(options: Options, { kept, isCertain }: NpmStart): Kept[] {
  const shared = Object.entries(sharedNames).flatMap(([name, { variable, value }]) => {
    const text = kept[variable];
    const isGiven = text !== undefined && !['', 'false'].includes(text) && (value === undefined || text === value);
    return name in options && isGiven ? withSwallowed(name, value === undefined ? text : 'true', options) : [];
  });
  const others = Object.entries(kept)
    .filter(([variable]) => !isOfNpm(variable))
    .map(([variable, text]) => ({ ...optionNamed(variable, options), text }))
    // A name that is not of this command may come from an npm further out.
    .filter(({ typed }) => typed in options || isCertain)
    // `--no-keep` asks for what is the case anyhow.
    .filter(({ name, text }) => text !== '' || options[name]?.takes !== '');
  return [...others, ...shared].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** npm's own --diff takes a value, and swallows the next word, even an option. */
function withSwallowed(name: string, text: string, options: Options): Kept[] {
  const swallowed = text.replace(/^--/, '');
  const isOption = text.startsWith('--') && swallowed in options;
  return isOption
    ? [
        { typed: name, name, text: 'true' },
        { typed: swallowed, name: swallowed, text: 'true' },
      ]
    : [{ typed: name, name, text }];
}

function optionNamed(variable: string, options: Options): Pick<Kept, 'typed' | 'name'> {
  const typed = variable.replaceAll('_', '-');
  const [near = typed] = nearNames(typed, Object.keys(options));
  return { typed, name: typed in options ? typed : near };
}

/** The line with every option behind `--`, in the user's own words. */
function lineOf(script: string, typed: readonly string[], kept: readonly Kept[], options: Options): string {
  const free = [...parsed(typed, options).positionals];
  const own = optionTokens(typed, options).flatMap(({ rawName, value }) => [rawName, ...(value === undefined ? [] : [value])]);
  const words: string[] = [];
  // An option that takes few of the words takes its word first, so that the others do not take it away.
  const byChoice = kept.toSorted((a, b) => fitting(options[a.name], free).length - fitting(options[b.name], free).length);
  const values = new Map(byChoice.map(({ name, text }) => [name, wordsAfter(options[name], text, free)]));
  for (const { name } of kept) {
    words.push(`--${name}`, ...(values.get(name) ?? []));
  }
  return shellLine(['npm', 'run', script, '--', ...free, ...own, ...words]);
}

/** The words after an option; what it takes from `free` is removed there. */
function wordsAfter(option: Option | undefined, text: string, free: string[]): string[] {
  if (text !== 'true') {
    return text === '' ? [option?.takes ?? ''] : [text];
  }
  if (option === undefined || option.takes === '') {
    return [];
  }
  const value = fitting(option, free).at(-1);
  if (value === undefined) {
    return [option.takes];
  }
  free.splice(free.lastIndexOf(value), 1);
  return [value];
}

/** The words that the option could take as its value. */
function fitting(option: Option | undefined, words: readonly string[]): string[] {
  return option === undefined || option.takes === '' ? [] : words.filter((word) => option.value.safeParse(word).success);
}

function optionTokens(args: readonly string[], options: Options) {
  return parsed(args, options).tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
}

function parsed(args: readonly string[], options: Options) {
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { takes }]) => [name, { type: takes === '' ? 'boolean' : 'string' } as const]),
  );
  return parseArgs({ args: [...args], options: known, strict: false, allowPositionals: true, tokens: true });
}
