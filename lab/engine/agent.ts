import { createInterface } from 'node:readline';
import { type AgentEvent, type CommandName, messageSchema, type Parameters, type Role } from '../agents/protocol.ts';
import { LabError } from '../errors.ts';
import type { RunningContainer } from './container.ts';

/** No command of an agent takes longer than this, but `attach`, which waits for the server. */
const replyTimeoutMs = 60_000;

/** An agent in its container, seen from the lab: commands out, replies and events in. */
export class Agent<R extends Role> {
  readonly role: R;
  readonly #container: RunningContainer;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #onEvent: (event: AgentEvent) => void;
  #nextId = 1;
  #lastComplaint = '';
  #ended: LabError | undefined;
  /** Rejects when the agent ends by itself or says something that is no message. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  constructor(role: R, container: RunningContainer, onEvent: (event: AgentEvent) => void) {
    this.role = role;
    this.#container = container;
    this.#onEvent = onEvent;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    // Whoever waits for the run sees the rejection; without a run there is nobody to tell.
    promise.catch(() => undefined);
    this.#fail = reject;
    createInterface({ input: container.stdout }).on('line', (line) => this.#take(line));
    createInterface({ input: container.stderr }).on('line', (line) => {
      this.#lastComplaint = line.trim() === '' ? this.#lastComplaint : line;
    });
    void container.ended.then(() =>
      this.#end(new LabError(`the ${container.role} agent ended by itself${this.#quoted()}`, { code: 'internal' })),
    );
  }

  /** Sends one command and waits for its reply. */
  async request<C extends CommandName<R>>(command: C, parameters: Parameters<R, C>): Promise<unknown> {
    if (this.#ended !== undefined) {
      throw this.#ended;
    }
    const id = this.#nextId++;
    const reply = Promise.withResolvers<unknown>();
    this.#waiting.set(id, reply);
    const timer = setTimeout(() => reply.reject(this.#error(command, `no reply within ${replyTimeoutMs / 1000} s`)), replyTimeoutMs);
    // The container's stream keeps this process up while somebody can answer; when that is gone, nothing else should.
    timer.unref();
    this.#container.stdin.write(`${JSON.stringify({ id, command, parameters })}\n`);
    try {
      return await reply.promise;
    } catch (error) {
      throw error instanceof LabError ? error : this.#error(command, error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  #take(line: string): void {
    let message: ReturnType<typeof messageSchema.parse>;
    try {
      message = messageSchema.parse(JSON.parse(line));
    } catch (cause) {
      this.#end(
        new LabError(`expected a message from the ${this.#container.role} agent, got ${JSON.stringify(line.slice(0, 200))}`, {
          code: 'internal',
          cause,
        }),
      );
      return;
    }
    if ('event' in message) {
      this.#onEvent(message.event);
    } else if ('error' in message) {
      this.#waiting.get(message.reply)?.reject(new Error(message.error));
    } else {
      this.#waiting.get(message.reply)?.resolve(message.result);
    }
  }

  #end(error: LabError): void {
    this.#ended ??= error;
    this.#fail(error);
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
  }

  #error(command: string, what: string): LabError {
    return new LabError(`the ${this.#container.role} agent could not do "${command}": ${what}`, { code: 'internal' });
  }

  #quoted(): string {
    return this.#lastComplaint === '' ? '' : `; it said: ${this.#lastComplaint}`;
  }
}
