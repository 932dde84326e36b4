/** Something in a file that somebody should look at; nothing is decided by it. */
export interface Warning {
  /** Path in the user's folder, such as `hosts.allow`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `warning`: probably not what was meant. `note`: works, and is worth knowing. */
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/** As compilers write it, below the user's folder. */
export function warningAsText(folder: string, { file, line, weight, text }: Warning): string {
  return `${folder.replace(/\/+$/, '')}/${file}:${line}: ${weight}: ${text}`;
}
