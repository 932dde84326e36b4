/**
 * A value as JSON for a file or a terminal. JSON itself escapes only the first 32 control characters; here all are, and those that turn
 * the direction of what follows. A program reads the very same text.
 */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(
    /[\x7f-\x9f]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
