import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';
import type { ConnectSample } from '../../record/samples.ts';
import { elapsedMs } from '../clock.ts';
import { type ConnectTask, type ConnectUnderWay, identity, leave, startConnect, type Target } from './connect.ts';

interface Kept {
  readonly connection: Connection;
  readonly socket: Socket;
}

/** The connection pool of one client: reuses the newest connection first, and keeps at most `idleConnections` idle. */
export class Pool {
  readonly #idleConnections: number;
  readonly #quits: boolean;
  readonly #idle: Kept[] = [];

  constructor(idleConnections: number, quits: boolean) {
    this.#idleConnections = idleConnections;
    this.#quits = quits;
  }

  /** Sends the query on an idle connection, or on a new one if none is idle. Calls `done` exactly once. */
  start(task: ConnectTask, target: Target, done: (sample: ConnectSample) => void): ConnectUnderWay {
    const kept = this.#idle.pop();
    return kept === undefined
      ? startConnect(task, target, done, (connection, socket) => this.#keepNew({ connection, socket }))
      : this.#ask(kept, task, done);
  }

  #keepNew(kept: Kept): void {
    // An idle connection that breaks is removed from the pool; one in use reports its own error.
    kept.connection.on('error', () => this.#forget(kept));
    kept.socket.on('close', () => this.#forget(kept));
    this.#giveBack(kept);
  }

  #giveBack(kept: Kept): void {
    if (this.#idle.length < this.#idleConnections) {
      this.#idle.push(kept);
    } else {
      leave(kept.connection, kept.socket, this.#quits);
    }
  }

  #forget(kept: Kept): void {
    const index = this.#idle.indexOf(kept);
    if (index !== -1) {
      this.#idle.splice(index, 1);
    }
  }

  #ask(kept: Kept, task: ConnectTask, done: (sample: ConnectSample) => void): ConnectUnderWay {
    const lagMs = elapsedMs(task.scheduledNs);
    let over = false;
    const end = (outcome: ConnectSample['outcome'], error: ConnectSample['error'], firstResult: number | null): void => {
      if (!over) {
        over = true;
        // The connection existed before this client arrived.
        const stages = { tcpConnected: 0, greeting: 0, authenticated: 0, firstResult, refusal: null };
        done({
          kind: 'connect',
          ...identity(task),
          pooled: true,
          lagMs,
          stages,
          outcome,
          elapsedMs: elapsedMs(task.scheduledNs),
          error,
        });
      }
    };
    kept.connection.query('SELECT 1', (error) => {
      if (error === null) {
        end('ok', null, elapsedMs(task.scheduledNs));
        this.#giveBack(kept);
      } else {
        end('failed', { code: error.code ?? 'UNKNOWN', message: error.message }, null);
        kept.socket.destroy();
      }
    });
    return { abandon: () => end('pending', null, null) };
  }
}
