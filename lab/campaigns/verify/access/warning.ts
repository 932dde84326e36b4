/** Something in a file that deserves a look. It decides nothing. */
export interface Warning {
  /** Path in the user's folder, such as `hosts.allow`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `warning`: probably not what was meant. `note`: works, and is worth knowing. */
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/** In the form of a compiler's message, with the path below the user's folder. */
export function warningAsText(folder: string, { file, line, weight, text }: Warning): string {
  return `${folder.replace(/\/+$/, '')}/${file}:${line}: ${weight}: ${text}`;
}

/** Names further lines that a warning is about, to go behind its text; empty for none. */
export function alsoLines(lines: readonly number[]): string {
  return lines.length === 0 ? '' : `; also line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`;
}
