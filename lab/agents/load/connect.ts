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
  /** Of the database host, one a family. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly operatorPort: number;
  readonly socketPath: string;
  /** Whether a connect over the network speaks TLS: from the greeting on, the Unix socket never. */
  readonly tls: boolean;
  /** Addresses that the kernel of this host takes by itself when a client does not bind. */
  readonly ownAddresses: readonly string[];
  readonly user: string;
  readonly password: string;
}

/** A connect under way. `abandon` ends it as pending: the run is over and nobody waits for it any more. */
export interface ConnectUnderWay {
  abandon(): void;
}

/**
 * One connect as an application makes it, with mysql2: connect, authenticate, one query, QUIT, close. The socket is ours, so
 * that each stage is timed. Calls `done` exactly once.
 *
 * @param keep takes the connection over after the query, in place of QUIT and close.
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
    // An object for each connect: mysql2 resumes the session of one that it has seen, and clients of their own have none.
    ...(target.tls && task.source !== null ? { ssl: { rejectUnauthorized: false } } : {}),
    // mysql2 sets the table of its default, 16,000, aside for each connection: 507 kB and 1.7 ms, in place of 7 kB and 0.04 ms.
    maxPreparedStatements: 1,
  });
  const fail = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? 'UNKNOWN';
    const closedByServer = code === 'PROTOCOL_CONNECTION_LOST' || code === 'ECONNRESET';
    if (code === 'ECONNRESET') {
      // Only what was connected is reset (a SYN is answered with ECONNREFUSED): the agent comes to hear of both at once when it is busy.
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
 * QUIT, then close at once, as libmysqlclient does; mysql2 by itself sends QUIT and leaves the closing, and with it TIME_WAIT, to the server.
 * Even so the server may close first, because QUIT reaches it in no time. Without QUIT it waits until the client has closed.
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
        // Who binds without need gets EADDRINUSE where everybody else gets EADDRNOTAVAIL.
        ...(target.ownAddresses.includes(task.source) ? {} : { localAddress: task.source }),
        noDelay: true,
      });
}

/** The address of the host that a client at `source` can connect to: that of its own family. */
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
