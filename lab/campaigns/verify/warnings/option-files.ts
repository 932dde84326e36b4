import type { EtcFile, EtcFolder } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';
import { isOn, isServerGroup, lastOption, type OptionsRead, type ServerOption } from './server-options.ts';

/** Options that the lab sets itself, so that the server runs in a container and its clients find it. */
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

/** Warnings about my.cnf and the files that it includes, or about their absence. */
export function optionFileWarnings({ files }: EtcFolder, read: OptionsRead): Warning[] {
  const found = files.filter(({ path }) => read.files.has(path));
  const local = localOnly(read);
  const overridden = read.options.filter(({ name }) => settings.includes(name)).filter((option) => option !== local?.option);
  return [
    ...(found.length > 0 ? [] : [withoutFile]),
    ...notIncluded(files, read),
    ...found.flatMap(withoutGroup),
    ...overridden.map((option) => of(option, 'note', `the lab sets ${option.name} itself`)),
    ...(local === undefined ? [] : [of(local.option, 'warning', local.text)]),
    ...(isOn(lastOption(read, 'skip-networking')) ? withoutNetwork(read) : []),
  ];
}

const withoutFile: Warning = {
  file: 'my.cnf',
  line: 1,
  weight: 'note',
  text: 'missing, so the server has its defaults: with skip_name_resolve OFF it looks up every client itself, in addition to libwrap',
};

function of({ file, line }: ServerOption, weight: Warning['weight'], text: string): Warning {
  return { file, line, weight, text };
}

/** Option files that the server never reads. */
function notIncluded(files: readonly EtcFile[], read: OptionsRead): Warning[] {
  const texts = new Set(files.filter(({ path }) => read.files.has(path)).map(({ text }) => text));
  return files
    .filter(({ path, text }) => path.endsWith('.cnf') && !read.files.has(path) && !texts.has(text))
    .flatMap(({ path, text }) => {
      const line = text.split('\n').findIndex(isServerGroup);
      const why =
        read.files.size === 0
          ? 'there is neither my.cnf nor mysql/my.cnf'
          : `${[...read.files].join(', ')} ${read.files.size === 1 ? 'does' : 'do'} not include it`;
      return line === -1
        ? []
        : [
            {
              file: path,
              line: line + 1,
              weight: 'warning' as const,
              text: `the server does not read this file: it starts with /etc/my.cnf and /etc/mysql/my.cnf, and ${why}; nothing in here applies`,
            },
          ];
    });
}

/** Defined if every address that the server listens on is a loopback address. */
function localOnly(read: OptionsRead): { readonly option: ServerOption; readonly text: string } | undefined {
  const option = lastOption(read, 'bind-address');
  const addresses = option?.value?.split(',').map((each) => each.trim()) ?? [];
  return option === undefined || addresses.length === 0 || !addresses.every((each) => /^(127(\.\d+){1,3}|::1|localhost)$/i.test(each))
    ? undefined
    : {
        option,
        text: `bind-address = ${option.value}: on this host no remote client gets in, whatever the rules say; the lab sets its own bind-address, so its runs do not show this`,
      };
}

function withoutNetwork(read: OptionsRead): Warning[] {
  const option = lastOption(read, 'skip-networking');
  return option === undefined
    ? []
    : [of(option, 'warning', 'skip-networking: the server does not listen on the network, so no remote client gets in')];
}

/** MariaDB goes on without the file, and logs one line. */
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
          text: 'an option before the first [group]: the server ignores this whole file',
        },
      ];
}
