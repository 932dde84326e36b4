import { legal } from './xml-text.ts';

/** Escapes text of a file, a name or a server's log, so that it does not become markup. GitHub also treats ~ and $ as markup. */
export function text(raw: string): string {
  return legal(raw)
    .replace(/[\\`*_~$[\]<>|#&]/g, (character) => `\\${character}`)
    .replace(/\s*\n\s*/g, '<br>');
}

export function code(raw: string): string {
  return `\`${legal(raw).replace(/[`|\n]/g, "'")}\``;
}

/** Lines to copy, exactly as they are. The fence is longer than any inside them. */
export function codeBlock(raw: string): string {
  const longest = Math.max(2, ...[...raw.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${legal(raw)}\n${fence}`;
}

/** A table of cells that are already Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The parts that are not empty, separated by empty lines. */
export function paragraphs(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
