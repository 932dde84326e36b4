/** A text file of the user's folder. `path` is relative to the folder, such as `hosts.allow` or `mysql/conf.d/net.cnf`. */
export interface EtcFile {
  readonly path: string;
  readonly text: string;
}

/** A folder that looks like `/etc`, as read. */
export interface EtcFolder {
  /** As the user named it; problems and warnings begin with it. */
  readonly folder: string;
  readonly files: readonly EtcFile[];
  /** Entries of the folder that the lab does not read. */
  readonly unread: readonly string[];
}

/** The file with the lab's own settings. */
export const configurationFile = 'wraplab.yaml';

/** Files of the resolver and of libwrap that a folder may have. */
export const etcFiles = [
  'hosts.allow',
  'hosts.deny',
  'resolv.conf',
  'hosts',
  'hostname',
  'nsswitch.conf',
  'host.conf',
  'gai.conf',
  'netgroup',
  'my.cnf',
] as const;
type EtcFileName = (typeof etcFiles)[number];

/** Folders with option files of the server. */
export const optionFolders = ['mysql', 'my.cnf.d'] as const;

/** The text of one file; undefined where the folder has none. */
export function textOf({ files }: EtcFolder, path: EtcFileName | typeof configurationFile): string | undefined {
  return files.find((file) => file.path === path)?.text;
}
