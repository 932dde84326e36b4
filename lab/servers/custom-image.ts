import { mariadb } from './mariadb.ts';
import { mysql } from './mysql.ts';
import type { Server } from './server.ts';

/** What a look into an image that a user brings finds, before it runs as a server. */
export interface Findings {
  /** The server program's path. */
  readonly program: string;
  /** The line that the program prints for --version. */
  readonly version: string;
  /** Whether ldd lists libwrap for the program; unknown without ldd, or for a static program. */
  readonly linked: 'yes' | 'no' | 'unknown';
  /** The option files that exist, in the order in which the program reads them. */
  readonly optionFiles: readonly string[];
  /** The account in these files, else the usual one. */
  readonly user: string;
  /** The data folder in these files, else the usual one. */
  readonly datadir: string;
  /** Whether the data folder has system tables. */
  readonly initialised: boolean;
  /** MariaDB's program that makes system tables; empty if there is none. */
  readonly installer: string;
}

/** The id of every server in an image that a user brings. */
export const broughtServerId = 'image';

/** The release of MySQL that has admin_address, create_admin_listener_thread and SERVICE_CONNECTION_ADMIN. */
const firstWithAdminPort = [8, 0, 14] as const;

/**
 * The server of an image that a user brings. Its own option files apply; the lab's settings come after them. These say where the lab
 * finds the server, and make sure that clients can get in and the lab can see them.
 */
export function broughtServer(reference: string, findings: Findings): Server {
  const { program, version, user, datadir, initialised, optionFiles } = findings;
  const isMariadb = /mariadb/i.test(`${program} ${version}`);
  const daemon = program.slice(program.lastIndexOf('/') + 1);
  const release = /\bVer (\S+)/.exec(version)?.[1] ?? 'of an unknown version';
  return {
    id: broughtServerId,
    title: `${reference} (${daemon} ${release})`,
    image: reference,
    daemon,
    program,
    // The image's own folder for it may be missing, or not writable for mysqld.
    socketPath: '/tmp/wraplab-mysqld.sock',
    port: 3306,
    // MySQL 5.7 still had MariaDB's formula.
    backLog: backLogOf(isMariadb, release),
    optionFiles,
    options: { user, datadir, ...overrides, ...(isMariadb ? { log_warnings: '4' } : { log_error_verbosity: '3', loose_mysqlx: 'OFF' }) },
    ...rightsAndPorts(isMariadb, release),
    ...(initialised ? {} : { prepare: prepareCommand(isMariadb, findings) }),
  };
}

/** Settings that an image's configuration may have and that would break a run. */
const overrides = {
  pid_file: '/tmp/wraplab-mysqld.pid',
  // The error log belongs in the record.
  skip_log_error: '',
  skip_networking: 'OFF',
  skip_grant_tables: 'OFF',
  loose_require_secure_transport: 'OFF',
  // A buffer pool of production size would not fit into the container's memory.
  innodb_buffer_pool_size: '64M',
} as const;

function rightsAndPorts(isMariadb: boolean, release: string): Pick<Server, 'operatorPort' | 'privileges' | 'forgetHosts'> {
  if (isMariadb) {
    return { operatorPort: mariadb.operatorPort, privileges: mariadb.privileges, forgetHosts: mariadb.forgetHosts };
  }
  const forgetHosts = mysql.forgetHosts;
  return isAtLeast(release, firstWithAdminPort)
    ? { operatorPort: mysql.operatorPort, privileges: mysql.privileges, forgetHosts }
    : { privileges: ['DROP'], forgetHosts };
}

/** MySQL's manual on back_log: as many as max_connections since 8.0; 9.7 reports 10,000. */
function backLogOf(isMariadb: boolean, release: string): Server['backLog'] {
  if (isMariadb || !isAtLeast(release, [8, 0, 0])) {
    return mariadb.backLog;
  }
  return isAtLeast(release, [9, 7, 0]) ? mysql.backLog : { base: 0, perConnection: 1, most: 65_535 };
}

/** Whether a release such as `8.0.36-28` is `wanted` or a later one. */
function isAtLeast(release: string, wanted: readonly [number, number, number]): boolean {
  const [major = 0, minor = 0, patch = 0] = release.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
  const [wantedMajor, wantedMinor, wantedPatch] = wanted;
  return major !== wantedMajor ? major > wantedMajor : minor !== wantedMinor ? minor > wantedMinor : patch >= wantedPatch;
}

function prepareCommand(isMariadb: boolean, { program, installer, user, datadir }: Findings): NonNullable<Server['prepare']> {
  const place = [`--user=${user}`, `--datadir=${datadir}`];
  return isMariadb && installer !== ''
    ? [installer, ...place, '--skip-test-db', '--auth-root-authentication-method=normal']
    : [program, '--initialize-insecure', ...place];
}
