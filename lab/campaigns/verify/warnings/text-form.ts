import type { EtcFile } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

/** For any file: CRLF line ends, one warning at the first, and a byte order mark. */
export function textFormWarnings({ path, text }: EtcFile): Warning[] {
  const found: Warning[] = [];
  const crlf = text.split('\n').findIndex((line) => line.endsWith('\r'));
  if (crlf >= 0) {
    found.push({
      file: path,
      line: crlf + 1,
      weight: 'warning',
      text: 'lines end with CRLF: the carriage return counts as a blank at best, and as part of the last word at worst',
    });
  }
  if (text.startsWith('\u{feff}')) {
    found.push({ file: path, line: 1, weight: 'warning', text: 'begins with a byte order mark, which becomes part of the first word' });
  }
  return found;
}
