/**
 * A value as JSON for a file or a terminal. JSON itself escapes only the first 32 control characters; this escapes all of them, and
 * those that change the direction of writing. A program that parses it gets the same text.
 */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(
    /[\x7f-\x9f]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
