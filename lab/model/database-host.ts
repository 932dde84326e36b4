import { type ResolverOptions, readResolvConf, resolvConfLines } from './resolv-conf.ts';

/**
 * The database host as plain data: everything that a scenario, a fix or a user's own `/etc` may set. Nothing here starts anything;
 * `lab/engine` turns it into a container. What each field means: `databaseHostSchema` in lab/scenario/scenario-schema.ts.
 */
export interface DatabaseHost {
  readonly name: string;
  readonly address: string;
  readonly secondAddress?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly serverOptions: Readonly<Record<string, string>>;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly firewall?: string;
  readonly certificate?: Certificate;
  readonly resolverCache?: ResolverCache;
  readonly libwrap?: Linkage;
  readonly accountHosts?: readonly string[];
  readonly reachableFrom?: readonly string[];
}

/** `self-signed`: the lab makes it for the run. */
export const certificates = ['self-signed'] as const;
type Certificate = (typeof certificates)[number];

/** The programs that can cache DNS answers on the host. */
export const resolverCaches = ['unbound', 'nscd'] as const;
export type ResolverCache = (typeof resolverCaches)[number];

export const linkages = ['linked', 'unlinked'] as const;
type Linkage = (typeof linkages)[number];

/** All addresses of `host`; the first is its default source address. */
export function hostAddresses({ address, secondAddress }: Pick<DatabaseHost, 'address' | 'secondAddress'>): string[] {
  return [address, ...(secondAddress === undefined ? [] : [secondAddress])];
}

/** The server's option files among the files of `host`, without those that they include. */
export function hostOptionFiles({ files }: Pick<DatabaseHost, 'files'>): string[] {
  return ['/etc/my.cnf', '/etc/mysql/my.cnf'].filter((path) => path in files);
}

/** `host` with `content` as the file at `path`. */
export function withFile(host: DatabaseHost, path: string, content: string): DatabaseHost {
  return { ...host, files: { ...host.files, [path]: content } };
}

/** `host` with `lines` before the content of the file at `path`. */
export function withLinesInFront(host: DatabaseHost, path: string, lines: readonly string[]): DatabaseHost {
  return withFile(host, path, `${lines.join('\n')}\n${host.files[path] ?? ''}`);
}

/** `host` with `lines` after the content of the file at `path`. */
export function withLinesAdded(host: DatabaseHost, path: string, lines: readonly string[]): DatabaseHost {
  return withFile(host, path, `${host.files[path] ?? ''}${lines.join('\n')}\n`);
}

/** `host` with these options of mysqld; they replace options of the same names. */
export function withServerOptions(host: DatabaseHost, options: Readonly<Record<string, string>>): DatabaseHost {
  return { ...host, serverOptions: { ...host.serverOptions, ...options } };
}

/** `host` with an ACL that lets every client in without a lookup: libwrap is still called, but decides nothing. */
export function withLibwrapOpen(host: DatabaseHost): DatabaseHost {
  return withFile(host, '/etc/hosts.allow', 'ALL: ALL\n');
}

/** `host` with other nameservers in its resolv.conf; the other lines stay. */
export function withNameservers(host: DatabaseHost, change: (addresses: readonly string[]) => readonly string[]): DatabaseHost {
  const path = '/etc/resolv.conf';
  const text = host.files[path] ?? '';
  const read = resolvConfLines(text);
  const others = text.split('\n').filter((line, index) => line !== '' && read[index]?.is !== 'nameserver');
  const addresses = change(resolverOptions(host).nameservers).map((address) => `nameserver ${address}`);
  return withFile(host, path, `${[...addresses, ...others].join('\n')}\n`);
}

/** The files in which Debian's unbound finds an administrator's own settings. */
const ownResolverSettings = /^\/etc\/unbound\/unbound\.conf\.d\/[^/]+\.conf$/;

/**
 * `host` with unbound on 127.0.0.1. unbound asks the nameservers that resolv.conf named, and resolv.conf now names unbound. The host's
 * own settings in /etc/unbound/unbound.conf.d apply, as on Debian.
 *
 * @param settings further lines of unbound's section `server`.
 */
export function withLocalResolver(host: DatabaseHost, settings: readonly string[]): DatabaseHost {
  const server = [
    'interface: 127.0.0.1',
    'username: ""',
    'chroot: ""',
    'pidfile: ""',
    'use-syslog: no',
    'module-config: "iterator"',
    // Otherwise unbound itself answers for private networks and for the domain "test".
    'unblock-lan-zones: yes',
    'local-zone: "test." nodefault',
    ...settings,
  ];
  const forward = ['name: "."', ...resolverOptions(host).nameservers.map((address) => `forward-addr: ${address}`)];
  const section = (name: string, lines: readonly string[]): string => `${name}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const included = Object.keys(host.files)
    .filter((path) => ownResolverSettings.test(path))
    .map((path) => `include: "${path}"\n`);
  const text = [section('server', server), section('forward-zone', forward), ...included].join('');
  const configured = withFile(host, '/etc/unbound/unbound.conf', text);
  return { ...withNameservers(configured, () => ['127.0.0.1']), resolverCache: 'unbound' };
}

/** `host` for one server program: `daemon` replaces `{daemon}` in its files. */
export function forDaemon(host: DatabaseHost, daemon: string): DatabaseHost {
  const files = Object.entries(host.files).map(([path, text]) => [path, text.replaceAll('{daemon}', daemon)]);
  return { ...host, files: Object.fromEntries(files) };
}

/** The options of glibc's resolver on `host`, by its `/etc/resolv.conf`. */
export function resolverOptions(host: Pick<DatabaseHost, 'files'>): ResolverOptions {
  return readResolvConf(host.files['/etc/resolv.conf'] ?? '');
}
