/**
 * Text from servers, files and names, made safe for a terminal and its reader. Control characters, such as those of escape codes, show
 * as \xNN. Characters that change the direction of writing (Unicode's Bidi_Control) show as \uNNNN: they would make the text read
 * as something else.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|\p{Bidi_Control}/gu, asEscape);
}

/** The escape of one character of the basic plane: \xNN or \uNNNN. */
export function asEscape(character: string): string {
  const code = character.charCodeAt(0);
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
