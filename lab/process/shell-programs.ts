/** Words after which another command begins. */
const keywords = ['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '}', '(', ')', 'time'];
/** Programs and builtins that run what is behind them. */
const wrappers = ['exec', 'command', 'nohup', 'env', 'sudo'];
/** Words that begin a clause, so no program stands there. */
const clauses = ['for', 'case', 'select', 'function', 'fi', 'done', 'esac', 'in'];

/**
 * The programs that a shell command runs, as written, each once: the first word of each simple command. It leaves out words that only
 * a shell can expand, such as `$tool`, and programs inside quotes, substitutions and bodies of `case`.
 */
export function programsOf(command: string): string[] {
  const programs = simpleCommands(command).flatMap((words) => programsOfWords(words));
  return [...new Set(programs)].filter((word) => /^[\w./@+-]+$/.test(word));
}

function programsOfWords([first, ...others]: readonly string[]): string[] {
  if (first === undefined || clauses.includes(first)) {
    return [];
  }
  const isPrefix = keywords.includes(first) || /^[A-Za-z_]\w*=/.test(first);
  if (isPrefix) {
    return programsOfWords(others);
  }
  return wrappers.includes(first) && others[0]?.startsWith('-') === false ? [first, ...programsOfWords(others)] : [first];
}

/** Splits at the shell's operators outside quotes, and drops redirections with their targets. */
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
