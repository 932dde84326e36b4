/** Text from servers, files and names, safe for a terminal: control characters (escape codes among them) show as \xNN. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
