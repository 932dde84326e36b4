/** Words after which another command begins. */
const keywords = ['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '}', '(', ')', 'time'];
/** Programs and builtins that run what is behind them. */
const wrappers = ['exec', 'command', 'nohup', 'env', 'sudo'];
/** Words in whose place no program stands. */
const clauses = ['for', 'case', 'select', 'function', 'fi', 'done', 'esac', 'in'];

/**
 * The programs that a command of the shell runs, as written, each once: the first word of each of its simple commands. A word that
 * only a shell can work out, such as `$tool`, is left out; so are those within quotes, substitutions and bodies of `case`.
 */
export function programsOf(command: string): string[] {
  const programs = simpleCommands(command).flatMap((words) => programsOfWords(words));
  return [...new Set(programs)].filter((word) => /^[\w./@+-]+$/.test(word));
}

function programsOfWords([first, ...others]: readonly string[]): string[] {
  if (first === undefined || clauses.includes(first)) {
    return [];
  }
  const isNoProgram = keywords.includes(first) || /^[A-Za-z_]\w*=/.test(first);
  if (isNoProgram) {
    return programsOfWords(others);
  }
  return wrappers.includes(first) && others[0]?.startsWith('-') === false ? [first, ...programsOfWords(others)] : [first];
}

/** Splits at the shell's operators outside quotes; redirections and their targets are taken away. */
function simpleCommands(command: string): string[][] {
  const words = command.match(/\d*[<>]{1,2}&?\s*[^\s;&|()<>]+|[;&|()\n]|(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s;&|()<>'"\\])+/gs) ?? [];
  const commands: string[][] = [[]];
  for (const word of words) {
    if (/^[;&|()\n]$/.test(word)) {
      commands.push([]);
    } else if (word.startsWith('#')) {
      break;
    } else if (!/^\d*[<>]/.test(word)) {
      commands.at(-1)?.push(word.replace(/^(['"])(.*)\1$/s, '$2'));
    }
  }
  return commands;
}
