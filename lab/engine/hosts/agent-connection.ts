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

/** No command of an agent takes longer than this, but `attach`, which waits for the server. */
const replyTimeoutMs = 60_000;
/** How often an agent is asked whether it is still there. */
const beatMs = 1000;
/** An agent that starts may keep silent for so long: on a machine that starts many at a time, Node alone takes seconds. */
const firstWordMs = 30_000;
/** What an agent has to say takes no more than some kilobytes. */
const longestMessageBytes = 1024 * 1024;

/** An agent ended by itself: its container's engine knows how. */
export class AgentEnded extends LabError {
  readonly container: Pick<RunningContainer, 'id' | 'role'>;
  /** Its last words, to go behind how it ended. */
  readonly quoted: string;

  constructor({ id, role }: RunningContainer, quoted: string) {
    super(`the ${role} agent ended by itself${quoted}`, { code: 'internal' });
    this.container = { id, role };
    this.quoted = quoted;
  }
}

/** An agent in its container, seen from the lab: commands out, replies and events in. */
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
  /** Rejects when the agent ends by itself, says something that is no message, or says nothing any more. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  /** @param silenceMs how long it may give no sign of life, once it has spoken, before it counts as hanging. */
  constructor(role: R, container: RunningContainer, silenceMs: number, onEvent: (event: AgentEvent) => void) {
    this.role = role;
    this.#container = container;
    this.#onEvent = onEvent;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    // Whoever waits for the run sees the rejection; without a run there is nobody to tell.
    promise.catch(() => undefined);
    this.#fail = reject;
    readLines(container.stdout, longestMessageBytes, (line) => this.#ended === undefined && this.#take(line));
    readLog(container.stderr, (line) => {
      this.#lastComplaint = line.trim() === '' ? this.#lastComplaint : line;
    });
    // Beats are counted rather than timed: when this process itself was stopped, the agent gets its time to answer all the same.
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
    // The container's stream keeps this process up while somebody can answer; when that is gone, nothing else should.
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
      // Its end comes next, and is what there is to report.
      this.#halfLine = text;
      return;
    }
    try {
      if (problem !== null) {
        throw new Error(problem === 'too long' ? `a line of more than ${longestMessageBytes} bytes` : 'a line that is no UTF-8');
      }
      this.#understand(messageSchema.parse(JSON.parse(text)));
    } catch (cause) {
      const got = JSON.stringify(text.slice(0, 200));
      this.#end(new LabError(`expected a message from the ${this.#container.role} agent, got ${got}`, { code: 'internal', cause }));
    }
  }

  /** @throws Error when it is not this agent's to say. */
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
      throw new Error(`expected a reply to a command, and none has the number ${message.reply}`);
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
    return new LabError(`the ${this.#container.role} agent could not do "${command}": ${what}`, { code: 'internal' });
  }

  #quoted(): string {
    const half = this.#halfLine === '' ? '' : `, in the middle of the line ${JSON.stringify(this.#halfLine.slice(0, 200))}`;
    return `${half}${this.#lastComplaint === '' ? '' : `; it said: ${this.#lastComplaint}`}`;
  }
}
