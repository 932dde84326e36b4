import type { EtcFile } from '../etc-folder.ts';
import type { Warning } from '../warning.ts';

/** What glibc itself brings for the database `hosts`; others are packages that the lab's images do not have. */
const modules = ['files', 'dns', 'compat'];

export function nsswitchWarnings({ path, text }: EtcFile): Warning[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const index = lines.findIndex((line) => /^hosts\s*:/.test(line));
  const warn = (line: number, weight: Warning['weight'], said: string): Warning => ({ file: path, line, weight, text: said });
  if (index === -1) {
    return [warn(1, 'warning', 'no line "hosts:", so glibc asks the DNS before it looks into hosts')];
  }
  const words = (lines[index] ?? '')
    .replace(/^hosts\s*:/, '')
    .replace(/\[[^\]]*\]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: Warning[] = [];
  if (words.indexOf('dns') >= 0 && words.indexOf('files') > words.indexOf('dns')) {
    found.push(warn(index + 1, 'warning', 'dns stands in front of files: the DNS is asked for every client, also for those in hosts'));
  }
  if (!words.includes('files')) {
    found.push(warn(index + 1, 'warning', 'without "files" nobody looks into hosts'));
  }
  const missing = words.filter((word) => !modules.includes(word));
  if (missing.length > 0) {
    found.push(warn(index + 1, 'note', `the lab has no module ${missing.join(', ')}; glibc goes on to the next one there`));
  }
  return found;
}
