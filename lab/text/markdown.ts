import { legal } from './xml-text.ts';

/** Text of a file, a name or a server's log, which must not become markup; GitHub's ~ and $ are markup, too. */
export function text(raw: string): string {
  return legal(raw)
    .replace(/[\\`*_~$[\]<>|#&]/g, (character) => `\\${character}`)
    .replace(/\s*\n\s*/g, '<br>');
}

export function code(raw: string): string {
  return `\`${legal(raw).replace(/[`|\n]/g, "'")}\``;
}

/** Lines to copy, exactly as they are. The fence is longer than any in them. */
export function codeBlock(raw: string): string {
  const longest = Math.max(2, ...[...raw.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${legal(raw)}\n${fence}`;
}

/** A table; its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Parts with an empty line in between; without those that are empty. */
export function paragraphs(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
