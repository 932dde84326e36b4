import {
  type AgentEvent,
  type CommandName,
  eventsOf,
  messageSchema,
  type Parameters,
  pingCommand,
  type Role,
} from '../../agents/protocol.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { RunningContainer } from '../containers/container.ts';
import { type Line, readLines, readLog } from '../containers/lines.ts';

/** No command takes longer than this; `attach`, which waits for the server, has a limit of its own below it. */
const replyTimeoutMs = 60_000;
/** How often an agent is pinged. */
const beatMs = 1000;
/** How long a starting agent may be silent: on a machine that starts many at a time, Node alone takes seconds. */
const firstWordMs = 30_000;
/** Real messages are a few kilobytes. */
const longestMessageBytes = 1024 * 1024;

/** An agent ended by itself. The engine knows how. */
export class AgentEnded extends LabError {
  readonly container: Pick<RunningContainer, 'id' | 'role'>;
  /** Its last words, for the end of the message. */
  readonly quoted: string;

  constructor({ id, role }: RunningContainer, quoted: string) {
    super(`the ${role} agent ended by itself${quoted}`, { code: 'internal' });
    this.container = { id, role };
    this.quoted = quoted;
  }
}

/** The lab's connection to an agent in its container: commands out, replies and events in. */
export class Agent<R extends Role> {
  readonly role: R;
  readonly #container: RunningContainer;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #onEvent: (event: AgentEvent) => void;
  readonly #pulse: NodeJS.Timeout;
  #nextId = 1;
  #beatsMissed = 0;
  #hasSpoken = false;
  #lastComplaint = '';
  #halfLine = '';
  #ended: LabError | undefined;
  /** Rejects when the agent ends by itself, sends anything but a valid message, or falls silent. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  /** @param silenceMs after its first message, an agent silent for longer than this counts as hanging. */
  constructor(role: R, container: RunningContainer, silenceMs: number, onEvent: (event: AgentEvent) => void) {
    this.role = role;
    this.#container = container;
    this.#onEvent = onEvent;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    // The run awaits this promise; without a run the rejection must not be unhandled.
    promise.catch(() => undefined);
    this.#fail = reject;
    readLines(container.stdout, longestMessageBytes, (line) => this.#ended === undefined && this.#take(line));
    readLog(container.stderr, (line) => {
      this.#lastComplaint = line.trim() === '' ? this.#lastComplaint : line;
    });
    // Counts beats instead of measuring time: if this process itself was stopped, the agent still gets its time to answer.
    this.#pulse = setInterval(() => this.#beat(silenceMs), beatMs).unref();
    void container.ended.then(() => this.#end(new AgentEnded(container, this.#quoted())));
  }

  /** Sends one command and waits for its reply. */
  async request<C extends CommandName<R>>(command: C, parameters: Parameters<R, C>): Promise<unknown> {
    if (this.#ended !== undefined) {
      throw this.#ended;
    }
    const reply = this.#send(command, parameters);
    const timer = setTimeout(() => reply.reject(this.#error(command, `no reply within ${replyTimeoutMs / 1000} s`)), replyTimeoutMs);
    // The container's stream keeps this process alive while an answer can come; this timer alone must not.
    timer.unref();
    try {
      return await reply.promise;
    } catch (error) {
      throw error instanceof LabError ? error : this.#error(command, error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  #send(command: string, parameters: unknown): PromiseWithResolvers<unknown> {
    const id = this.#nextId++;
    const reply = Promise.withResolvers<unknown>();
    this.#waiting.set(id, reply);
    this.#container.stdin.write(`${JSON.stringify({ id, command, parameters })}\n`);
    return reply;
  }

  #beat(silenceMs: number): void {
    this.#beatsMissed += 1;
    const limitMs = this.#hasSpoken ? silenceMs : Math.max(silenceMs, firstWordMs);
    if (this.#beatsMissed * beatMs > limitMs) {
      const what = `the ${this.#container.role} agent gave no sign of life for ${limitMs / 1000} s: its process hangs or was stopped`;
      this.#end(new LabError(what, { code: 'internal' }));
    } else {
      this.#send(pingCommand, {}).promise.catch(() => undefined);
    }
  }

  #take({ text, problem }: Line): void {
    if (problem === 'unfinished') {
      // The agent's end comes next, and is reported instead.
      this.#halfLine = text;
      return;
    }
    try {
      if (problem !== null) {
        throw new Error(problem === 'too long' ? `a line of more than ${longestMessageBytes} bytes` : 'a line that is not UTF-8');
      }
      this.#understand(messageSchema.parse(JSON.parse(text)));
    } catch (cause) {
      const got = JSON.stringify(text.slice(0, 200));
      this.#end(new LabError(`expected a message from the ${this.#container.role} agent, got ${got}`, { code: 'internal', cause }));
    }
  }

  /** @throws Error when the message is not one that this agent may send. */
  #understand(message: ReturnType<typeof messageSchema.parse>): void {
    this.#beatsMissed = 0;
    this.#hasSpoken = true;
    if ('event' in message) {
      const known: readonly string[] = eventsOf[this.role];
      if (!known.includes(message.event.kind)) {
        throw new Error(`expected one of its events (${known.join(', ')})`);
      }
      this.#onEvent(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.reply);
    if (waiting === undefined) {
      throw new Error(`expected a reply to a pending command, got one with the number ${message.reply}`);
    }
    this.#waiting.delete(message.reply);
    if ('error' in message) {
      waiting.reject(new Error(message.error));
    } else {
      waiting.resolve(message.result);
    }
  }

  #end(error: LabError): void {
    if (this.#ended !== undefined) {
      return;
    }
    this.#ended = error;
    clearInterval(this.#pulse);
    this.#fail(error);
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
  }

  #error(command: string, what: string): LabError {
    return new LabError(`the ${this.#container.role} agent failed to carry out "${command}": ${what}`, { code: 'internal' });
  }

  #quoted(): string {
    const half = this.#halfLine === '' ? '' : `, in the middle of the line ${JSON.stringify(this.#halfLine.slice(0, 200))}`;
    return `${half}${this.#lastComplaint === '' ? '' : `; its last output: ${this.#lastComplaint}`}`;
  }
}
