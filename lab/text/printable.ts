/**
 * Text from servers, files and names, safe for a terminal, and for a reader: control characters (escape codes among them) show as \xNN,
 * and as \uNNNN those that turn the direction of what follows, so that it would be read as something else (Unicode's Bidi_Control).
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|\p{Bidi_Control}/gu, asEscape);
}

/** One character of the basic plane as programmers write it. */
export function asEscape(character: string): string {
  const code = character.charCodeAt(0);
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
