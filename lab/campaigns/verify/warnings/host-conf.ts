import { type EtcFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

const commands = ['multi', 'reorder', 'trim', 'order'];

/** Lines of host.conf that do nothing, as glibc 2.36 reads it (resolv/res_hconf.c). */
export function hostConfWarnings({ path, text }: EtcFile): Warning[] {
  return commandsIn(text).flatMap(({ line, command }): Warning[] => {
    if (!commands.includes(command)) {
      return [{ file: path, line, weight: 'note', text: `glibc does not know "${command}" and ignores the line` }];
    }
    return command === 'order'
      ? [{ file: path, line, weight: 'note', text: 'glibc ignores "order": nsswitch.conf decides which source is asked first' }]
      : [];
  });
}

/**
 * Whether glibc takes only the first address that hosts has for a name. Without the file the lab's host has Debian's, which says
 * "multi on".
 */
export function onlyOneAddress(etc: EtcFolder): boolean {
  const text = textOf(etc, 'host.conf');
  const multi = commandsIn(text ?? 'multi on').filter(({ command, value }) => command === 'multi' && /^(on|off)$/i.test(value));
  return multi.at(-1)?.value.toLowerCase() !== 'on';
}

function commandsIn(text: string): { readonly line: number; readonly command: string; readonly value: string }[] {
  return text.split('\n').flatMap((written, index) => {
    const [command = '', value = ''] = written
      .replace(/#.*/s, '')
      .trim()
      .split(/[\s,]+/);
    return command === '' ? [] : [{ line: index + 1, command: command.toLowerCase(), value }];
  });
}
