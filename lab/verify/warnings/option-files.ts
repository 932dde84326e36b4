import type { EtcFile, EtcFolder } from '../etc-folder.ts';
import type { Warning } from '../warning.ts';

/** Options that are the lab's own, so that the server runs in a container and its clients find it. */
const settings: readonly string[] = [
  'socket',
  'port',
  'bind-address',
  'datadir',
  'user',
  'init-file',
  'log-error',
  'innodb-log-file-size',
  'innodb-buffer-pool-size',
];

/** Of my.cnf and what it includes; of a folder without one, what that means. */
export function optionFileWarnings({ files }: EtcFolder): Warning[] {
  const found = files.filter(({ path }) => path.endsWith('.cnf'));
  return found.length > 0
    ? found.flatMap((file) => [...withoutGroup(file), ...overridden(file)])
    : [
        {
          file: 'my.cnf',
          line: 1,
          weight: 'note',
          text: 'not there, so the server has its defaults: with skip_name_resolve OFF it looks up every client itself, besides libwrap',
        },
      ];
}

function overridden({ path, text }: EtcFile): Warning[] {
  return text.split('\n').flatMap((line, index) => {
    const [name = ''] = line.trim().toLowerCase().replaceAll('_', '-').split(/[\s=]/);
    return settings.includes(name) ? [{ file: path, line: index + 1, weight: 'note' as const, text: `the lab sets ${name} itself` }] : [];
  });
}

/** MariaDB goes on without the file, with one line in its log. */
function withoutGroup({ path, text }: EtcFile): Warning[] {
  const lines = text.split('\n').map((line) => line.trim());
  const index = lines.findIndex((line) => line !== '' && !/^[#;!]/.test(line));
  return index === -1 || lines[index]?.startsWith('[')
    ? []
    : [
        {
          file: path,
          line: index + 1,
          weight: 'warning',
          text: 'an option in front of the first [group]: the server reads nothing of this file',
        },
      ];
}
