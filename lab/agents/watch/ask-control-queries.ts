import { createSocket, type Socket } from 'node:dgram';
import { decode } from 'dns-packet';
import { isIPv6 } from '../../network/addresses.ts';
import type { ControlQuestion } from '../../network/control-queries.ts';
import type { Emit } from '../channel.ts';
import { elapsedMs, nowNs } from '../clock.ts';
import { encodeControlQuery } from '../dns/wire.ts';

/** Sends control queries from the database host at a low, steady rate, so that a run knows what the DNS did even if nothing else asked. */
export class ControlQueries {
  readonly #socket: Socket;
  readonly #sent = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #emit: Emit;
  #nextId = 1;

  constructor(nameserver: string, questions: readonly ControlQuestion[], intervalMs: number, emit: Emit) {
    this.#emit = emit;
    this.#socket = createSocket(isIPv6(nameserver) ? 'udp6' : 'udp4');
    // A closed port or a missing host shows as control queries without an answer.
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (message) => this.#answered(message));
    this.#timer = setInterval(() => this.#ask(nameserver, questions), intervalMs);
  }

  /** Reports the control queries that were never answered. */
  finish(): void {
    clearInterval(this.#timer);
    for (const sentNs of this.#sent.values()) {
      this.#emit({ kind: 'canary', sentNs, roundTripMs: null });
    }
    this.#sent.clear();
  }

  #ask(nameserver: string, questions: readonly ControlQuestion[]): void {
    const id = this.#nextId++ % 65536;
    const question = questions[id % questions.length];
    if (question === undefined) {
      return;
    }
    this.#sent.set(id, nowNs());
    this.#socket.send(encodeControlQuery(id, question), 53, nameserver);
  }

  #answered(message: Buffer): void {
    const { id } = decode(message);
    const sentNs = id === undefined ? undefined : this.#sent.get(id);
    if (id !== undefined && sentNs !== undefined) {
      this.#sent.delete(id);
      this.#emit({ kind: 'canary', sentNs, roundTripMs: elapsedMs(sentNs) });
    }
  }
}
