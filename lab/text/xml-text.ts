import { asEscape, printable } from './printable.ts';

/**
 * Text from servers, files and names, in characters that XML 1.0 and HTML can hold. Neither can express most control characters, lone
 * surrogates, U+FFFE and U+FFFF (XML 1.0, section 2.2); these show as \xNN and \uNNNN. Markup is not escaped here.
 */
export function legal(text: string): string {
  return printable(text).replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, asEscape);
}
