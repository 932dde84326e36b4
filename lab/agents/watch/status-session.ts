import { type Connection, createConnection, type RowDataPacket } from 'mysql2';
import type { StatusReading } from '../../model/readings.ts';

/** The server's status variables for readings, and their names there. */
const counters: Readonly<Record<string, StatusReading>> = {
  Connection_errors_tcpwrap: 'connectionErrorsTcpwrap',
  Aborted_connects: 'abortedConnects',
  Aborted_clients: 'abortedClients',
  Threads_connected: 'threadsConnected',
  Connections: 'connections',
};

const variables = [
  'skip_name_resolve',
  'back_log',
  'max_connections',
  'connect_timeout',
  'thread_handling',
  'version_comment',
  'log_warnings',
  'log_error_verbosity',
  'hostname',
  'require_secure_transport',
];

/** A session opened before the fault, to read the server's own counters while new connections wait. */
export class StatusSession {
  readonly #connection: Connection;
  #latest: Readonly<Record<string, number>> = {};
  #asking = false;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static open(socketPath: string, credentials: { readonly user: string; readonly password: string }): Promise<StatusSession> {
    return new Promise((resolve, reject) => {
      const connection = createConnection({ socketPath, ...credentials, connectTimeout: 5000 });
      connection.on('error', reject);
      connection.once('connect', () => resolve(new StatusSession(connection)));
    });
  }

  async describeServer(): Promise<{ version: string; variables: Record<string, string> }> {
    const [row] = await this.#query('SELECT VERSION() AS version');
    const rows = await this.#query(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${variables.map((name) => `'${name}'`).join(', ')})`);
    return {
      version: String(row?.version),
      variables: Object.fromEntries(rows.map((variable) => [String(variable.Variable_name), String(variable.Value)])),
    };
  }

  /** The counters received since the last call; also asks for the next ones. Empty while the server has not answered. */
  takeLatest(): Readonly<Record<string, number>> {
    const latest = this.#latest;
    this.#latest = {};
    if (!this.#asking) {
      this.#asking = true;
      const names = Object.keys(counters)
        .map((name) => `'${name}'`)
        .join(', ');
      this.#query(`SHOW GLOBAL STATUS WHERE Variable_name IN (${names})`)
        .then((rows) => {
          this.#latest = Object.fromEntries(
            rows.map((row) => [counters[String(row.Variable_name)] ?? String(row.Variable_name), Number(row.Value)]),
          );
        })
        // A server that is gone has no counters; its end is reported elsewhere.
        .catch(() => undefined)
        .finally(() => {
          this.#asking = false;
        });
    }
    return latest;
  }

  /** Runs a statement without a result. */
  async run(sql: string): Promise<void> {
    await this.#query(sql);
  }

  /** A result in the format of `mysql --batch`: column names, then one row per line, separated by tabs. */
  async table(sql: string): Promise<string> {
    const rows = await this.#query(sql);
    const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row).map(String))];
    return lines.map((cells) => `${cells.join('\t')}\n`).join('');
  }

  #query(sql: string): Promise<RowDataPacket[]> {
    return new Promise((resolve, reject) => {
      this.#connection.query<RowDataPacket[]>(sql, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }
}
