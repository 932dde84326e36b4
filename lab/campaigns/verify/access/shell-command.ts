/** Whether `sh -c COMMAND` ends at once, because the whole command runs in the background: `(a; b) &`, `a | b &`, `(a &)`. */
export function isInBackground(command: string): boolean {
  const bare = command.trim();
  const inner = /^\((.*)\)$/s.exec(bare)?.[1];
  if (inner !== undefined && isBalanced(inner)) {
    return isInBackground(inner);
  }
  const front = /^(.*[^&<>])&$/s.exec(bare)?.[1];
  return front !== undefined && !/;|\n|(?<![&<>])&(?![&>])/.test(outermost(front));
}

/** The command without the parts in parentheses or quotes. */
function outermost(command: string): string {
  let text = command.replace(/\\.|'[^']*'|"(?:\\.|[^"])*"/gs, ' ');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\([^()]*\)/g, ' ');
  }
  return text;
}

function isBalanced(command: string): boolean {
  let depth = 0;
  for (const character of command) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
}
