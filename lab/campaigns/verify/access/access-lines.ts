/**
 * A rule of hosts.allow or hosts.deny as libwrap's `xgets` joins it: a backslash at the very end of a line joins it with the next one,
 * even in a comment.
 */
export interface RuleLine {
  /** Joined, without the line's end. */
  readonly text: string;
  /** The first and the last line, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** Whether a newline ends it. libwrap ignores a rule without one. */
  readonly terminated: boolean;
}

/** Splits the text of a file; the result includes empty lines. */
export function ruleLines(text: string): RuleLine[] {
  const physical = text.split('\n');
  const unterminated = physical.at(-1) === '' ? undefined : physical.length - 1;
  const lines: RuleLine[] = [];
  let begun: { readonly text: string; readonly line: number } | undefined;
  for (const [index, part] of physical.entries()) {
    if (index === physical.length - 1 && part === '' && begun === undefined) {
      break;
    }
    const joined = (begun?.text ?? '') + part;
    const line = begun?.line ?? index + 1;
    const goesOn = part.endsWith('\\') && index < physical.length - 1;
    begun = goesOn ? { text: joined.slice(0, -1), line } : undefined;
    if (!goesOn) {
      lines.push({ text: joined, line, lastLine: index + 1, terminated: index !== unterminated });
    }
  }
  return lines;
}

/** The fields of a rule: split at colons, except within square brackets (IPv6) and after a backslash. */
export function fieldsOf(rule: string): string[] {
  const fields = [''];
  let depth = 0;
  for (const [index, character] of [...rule].entries()) {
    depth += character === '[' ? 1 : character === ']' && depth > 0 ? -1 : 0;
    if (character === ':' && depth === 0 && rule[index - 1] !== '\\') {
      fields.push('');
    } else {
      fields.push(`${fields.pop() ?? ''}${character}`);
    }
  }
  return fields;
}

/** A word of a client list without its user (`user@host`), as libwrap splits it: at the first @ after the first character. An @ in front marks a netgroup. */
export function hostPart(word: string): string {
  const at = word.indexOf('@', 1);
  return at === -1 ? word : word.slice(at + 1);
}

/** The words of a list of daemons or clients: libwrap separates by blanks, tabs, commas and carriage returns. */
export function wordsOfList(list: string): string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '');
}
