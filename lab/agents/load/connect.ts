import { connect as openSocket, type Socket } from 'node:net';
import { type Connection, createConnection } from 'mysql2';
import type { Path, Stage } from '../../model/vocabulary.ts';
import { isIPv6 } from '../../network/addresses.ts';
import type { ConnectSample } from '../../record/samples.ts';
import { elapsedMs } from '../clock.ts';

export interface ConnectTask {
  readonly id: number;
  readonly path: Path;
  /** Source address; null for the Unix socket. */
  readonly source: string | null;
  readonly scheduledNs: number;
  /** 1, or more where the client tries again. */
  readonly attempt: number;
  readonly connectTimeoutMs: number;
  /** Whether the client says COM_QUIT before it closes. */
  readonly quits: boolean;
}

export interface Target {
  /** Of the database host, at most one per family. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly operatorPort: number;
  readonly socketPath: string;
  /** Whether connects over the network use TLS after the greeting; the Unix socket never does. */
  readonly tls: boolean;
  /** The addresses that the kernel picks when a client does not bind. */
  readonly ownAddresses: readonly string[];
  readonly user: string;
  readonly password: string;
}

/** A connect in progress. `abandon` ends it as pending, because the run is over. */
export interface ConnectUnderWay {
  abandon(): void;
}

/**
 * Makes one connect as an application does, with mysql2: connect, authenticate, one query, QUIT, close. Opens the socket itself, to time
 * each stage. Calls `done` exactly once.
 *
 * @param keep takes over the connection after the query. Default: QUIT and close.
 */
export function startConnect(
  task: ConnectTask,
  target: Target,
  done: (sample: ConnectSample) => void,
  keep?: (connection: Connection, socket: Socket) => void,
): ConnectUnderWay {
  const lagMs = elapsedMs(task.scheduledNs);
  const times: Record<Stage, number | null> = { tcpConnected: null, greeting: null, authenticated: null, firstResult: null, refusal: null };
  let over = false;

  const reached = (stage: Stage): void => {
    times[stage] ??= elapsedMs(task.scheduledNs);
  };
  const end = (outcome: ConnectSample['outcome'], error: ConnectSample['error'] = null): void => {
    if (!over) {
      over = true;
      done({
        kind: 'connect',
        ...identity(task),
        pooled: false,
        lagMs,
        stages: times,
        outcome,
        elapsedMs: elapsedMs(task.scheduledNs),
        error,
      });
    }
  };

  const socket = openTo(task, target);
  socket.once('connect', () => reached('tcpConnected'));
  socket.once('data', () => reached('greeting'));
  const connection: Connection = createConnection({
    stream: socket,
    user: target.user,
    password: target.password,
    connectTimeout: task.connectTimeoutMs,
    // A new object for each connect: mysql2 resumes the TLS session of one that it has seen, but separate clients share none.
    ...(target.tls && task.source !== null ? { ssl: { rejectUnauthorized: false } } : {}),
    // mysql2 allocates this table for each connection: with its default of 16,000 that takes 507 kB and 1.7 ms, instead of 7 kB and 0.04 ms.
    maxPreparedStatements: 1,
  });
  const fail = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? 'UNKNOWN';
    const closedByServer = code === 'PROTOCOL_CONNECTION_LOST' || code === 'ECONNRESET';
    if (code === 'ECONNRESET') {
      // Only an established connection is reset (a rejected SYN gives ECONNREFUSED). A busy agent sees both events at once.
      reached('tcpConnected');
    }
    const outcome =
      code === 'ETIMEDOUT' ? 'timedOut' : closedByServer && times.greeting === null && times.tcpConnected !== null ? 'refused' : 'failed';
    if (outcome === 'refused') {
      reached('refusal');
    }
    end(outcome, { code, message: error.message });
    socket.destroy();
  };
  connection.on('error', fail);
  connection.on('connect', () => {
    reached('authenticated');
    connection.query('SELECT 1', (error) => {
      if (error !== null) {
        fail(error);
        return;
      }
      reached('firstResult');
      end('ok');
      if (keep !== undefined) {
        connection.off('error', fail);
        keep(connection, socket);
        return;
      }
      leave(connection, socket, task.quits);
    });
  });

  return {
    abandon: () => {
      end('pending');
      socket.destroy();
    },
  };
}

/**
 * Sends QUIT and closes at once, as libmysqlclient does. mysql2 alone sends QUIT and leaves closing, and so TIME_WAIT, to the server. Even
 * so the server may close first, because QUIT reaches it immediately. Without QUIT the server waits until the client has closed.
 */
export function leave(connection: Connection, socket: Socket, quits: boolean): void {
  if (quits) {
    // mysql2 calls back just before it writes QUIT.
    connection.end(() => queueMicrotask(() => socket.end()));
  } else {
    socket.end();
  }
}

function openTo(task: ConnectTask, target: Target): Socket {
  return task.source === null
    ? openSocket({ path: target.socketPath })
    : openSocket({
        host: addressFor(task.source, target),
        port: task.path === 'admin' || task.path === 'adminOutsider' ? target.operatorPort : target.port,
        // Binding without need gives EADDRINUSE where other clients get EADDRNOTAVAIL.
        ...(target.ownAddresses.includes(task.source) ? {} : { localAddress: task.source }),
        noDelay: true,
      });
}

/** The host's address in the family of the client at `source`. */
function addressFor(source: string, { addresses }: Target): string {
  const found = addresses.find((address) => isIPv6(address) === isIPv6(source)) ?? addresses[0];
  if (found === undefined) {
    throw new TypeError('expected a host with an address');
  }
  return found;
}

export function identity({ id, path, source, scheduledNs, attempt }: ConnectTask) {
  return { id, path, source, scheduledNs, attempt };
}
