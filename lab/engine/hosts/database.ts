import { type DatabaseHost, hostAddresses, hostOptionFiles } from '../../model/database-host.ts';
import type { Server } from '../../servers/server.ts';
import type { ContainerSpec, FileToPlace } from '../containers/container.ts';
import { ipv6Sysctls } from '../containers/container-network.ts';
import type { ServerCertificate } from './certificate.ts';
import type { Credentials } from './credentials.ts';

const folder = '/wraplab';
const prepareConfiguration = `${folder}/prepare.cnf`;
/** The certificate is self-signed, so it is its own authority. */
const tlsOptions = { ssl_cert: `${folder}/tls/certificate.pem`, ssl_key: `${folder}/tls/key.pem`, ssl_ca: `${folder}/tls/certificate.pem` };

/**
 * The parts of a container spec that make it this database host with this server.
 *
 * @param certificate replaces those named in the host's option files. Default: none.
 */
export function databaseContainer(
  host: DatabaseHost,
  server: Server,
  credentials: Credentials,
  keep: boolean,
  certificate?: ServerCertificate,
): Pick<ContainerSpec, 'command' | 'files' | 'hostname' | 'sysctls' | 'capabilities'> {
  const staged = Object.entries(host.files).map(([path, content], index) => ({ path, content, staged: `${folder}/files/${index}` }));
  return {
    hostname: host.name,
    sysctls: { ...ipv6Sysctls, ...host.sysctls },
    // mysqld reads its data folder as root (DAC_OVERRIDE), then drops root (SETUID, SETGID); the start script must still be able to
    // end it (KILL). Creating a data folder hands it to mysqld's user (CHOWN).
    capabilities: ['DAC_OVERRIDE', 'SETUID', 'SETGID', 'KILL', ...(server.prepare === undefined ? [] : ['CHOWN'])],
    command: ['sh', `${folder}/start.sh`, server.program, `--defaults-file=${folder}/server.cnf`],
    files: [
      ...staged.map(({ staged: path, content }) => ({ path, content })),
      { path: `${folder}/start.sh`, content: startScript(staged, server.prepare, keep) },
      { path: prepareConfiguration, content: optionFile(optionFiles(host, server), server.options) },
      { path: `${folder}/server.cnf`, content: serverConfiguration(host, server, certificate === undefined ? {} : tlsOptions) },
      { path: `${folder}/accounts.sql`, content: accounts(credentials, host, server.privileges ?? []) },
      ...(certificate === undefined
        ? []
        : [
            { path: tlsOptions.ssl_cert, content: certificate.certificate },
            { path: tlsOptions.ssl_key, content: certificate.key },
          ]),
    ],
  };
}

/**
 * Puts the host's files in place, then runs the server until it ends or, as the dead man's switch, until stdin ends. Writes into existing
 * files instead of replacing them: resolv.conf, hosts and hostname are mounts.
 */
function startScript(files: readonly (FileToPlace & { readonly staged: string })[], prepare: Server['prepare'], keep: boolean): string {
  const place = files.map(({ path, staged }) => `mkdir -p ${quote(parent(path))} && cat ${staged} >${quote(path)} || exit 70`);
  const untilStdinEnds = '(cat <&3 >/dev/null; kill -9 $server) &';
  const prepared = prepare === undefined ? [] : [prepareCommand(prepare)];
  return `${['exec 3<&0', ...place, ...prepared, '"$@" </dev/null 3<&- &', 'server=$!', ...(keep ? [] : [untilStdinEnds]), 'wait $server'].join('\n')}\n`;
}

/** Makes the data folder with the image's own settings: some, such as lower_case_table_names, cannot be changed later. */
function prepareCommand([program, ...args]: NonNullable<Server['prepare']>): string {
  return `${[program, `--defaults-file=${prepareConfiguration}`, ...args].map(quote).join(' ')} >&2 </dev/null || exit 70`;
}

function serverConfiguration(host: DatabaseHost, server: Server, tls: Readonly<Record<string, string>>): string {
  return optionFile(optionFiles(host, server), {
    ...server.options,
    socket: server.socketPath,
    port: String(server.port),
    bind_address: '*',
    init_file: `${folder}/accounts.sql`,
    // The error log belongs in the record, and says why a server does not start.
    skip_log_error: '',
    ...tls,
    ...host.serverOptions,
  });
}

/** The host's own option files if it has any, else the image's, in the order in which Debian's servers read them. */
function optionFiles(host: DatabaseHost, server: Server): readonly string[] {
  const own = hostOptionFiles(host);
  return own.length > 0 ? own : (server.optionFiles ?? []);
}

/** An option file. Includes come first, because the last value of an option wins. */
function optionFile(included: readonly string[], options: Readonly<Record<string, string>>): string {
  return [
    ...included.map((path) => `!include ${path}\n`),
    '[mysqld]\n',
    ...Object.entries(options).map(([name, value]) => (value === '' ? `${name}\n` : `${name} = ${value}\n`)),
  ].join('');
}

/** One account for all paths, with a new password for each run. If it is limited by address, the host itself is always included. */
function accounts({ user, password }: Credentials, { accountHosts, ...host }: DatabaseHost, privileges: readonly string[]): string {
  const own = ['localhost', '127.0.0.1', '::1', ...hostAddresses(host)];
  return (accountHosts === undefined ? ['%'] : [...own, ...accountHosts])
    .map((from) => {
      const account = `'${user}'@'${from}'`;
      const grants = privileges.map((privilege) => `GRANT ${privilege} ON *.* TO ${account};\n`);
      return `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';\n${grants.join('')}`;
    })
    .join('');
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
