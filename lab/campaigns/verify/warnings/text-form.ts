import type { EtcFile } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

/** Of any file: CRLF, and a file that begins with a byte order mark. One warning a file, at the first place. */
export function textFormWarnings({ path, text }: EtcFile): Warning[] {
  const found: Warning[] = [];
  const crlf = text.split('\n').findIndex((line) => line.endsWith('\r'));
  if (crlf >= 0) {
    found.push({
      file: path,
      line: crlf + 1,
      weight: 'warning',
      text: 'lines end in CRLF; the carriage return counts as a blank at best, and as a part of the last word at worst',
    });
  }
  if (text.startsWith('\u{feff}')) {
    found.push({ file: path, line: 1, weight: 'warning', text: 'begins with a byte order mark, which becomes a part of the first word' });
  }
  return found;
}
