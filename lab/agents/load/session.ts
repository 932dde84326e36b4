import { type Connection, createConnection } from 'mysql2';
import type { ConnectSample } from '../../record/samples.ts';
import { elapsedMs } from '../clock.ts';
import { type ConnectTask, type ConnectUnderWay, identity } from './connect.ts';

/** A connection that stays open, for the path `session`, and runs one query after another. */
export class Session {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static open(socketPath: string, credentials: { readonly user: string; readonly password: string }): Promise<Session> {
    return new Promise((resolve, reject) => {
      const connection = createConnection({ socketPath, ...credentials });
      connection.once('error', reject);
      connection.once('connect', () => {
        connection.off('error', reject);
        // Each query reports its own error; this keeps a lost connection from crashing the agent.
        connection.on('error', () => undefined);
        resolve(new Session(connection));
      });
    });
  }

  startQuery(task: ConnectTask, done: (sample: ConnectSample) => void): ConnectUnderWay {
    const lagMs = elapsedMs(task.scheduledNs);
    let over = false;
    const end = (outcome: ConnectSample['outcome'], error: ConnectSample['error'], firstResult: number | null): void => {
      if (!over) {
        over = true;
        const stages = { tcpConnected: null, greeting: null, authenticated: null, firstResult, refusal: null };
        done({ kind: 'connect', ...identity(task), pooled: false, lagMs, stages, outcome, elapsedMs: elapsedMs(task.scheduledNs), error });
      }
    };
    this.#connection.query('SELECT 1', (error) => {
      if (error === null) {
        end('ok', null, elapsedMs(task.scheduledNs));
      } else {
        end('failed', { code: error.code ?? 'UNKNOWN', message: error.message }, null);
      }
    });
    return { abandon: () => end('pending', null, null) };
  }
}
