import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { answered, EngineLost, engineLost } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label } from '../connection/labels.ts';
import { readLines } from './lines.ts';

const beatMs = 2000;
/** The engine counts as lost after this many beats without an answer. */
const beatsUntilLost = 5;
/** The engine reports a container's end a little later than its streams end. */
const endKnownWithinMs = 2000;
const endPollMs = 50;
const longestEventBytes = 1024 * 1024;

const eventSchema = z.looseObject({
  Action: z.enum(['oom', 'die']),
  Actor: z.looseObject({ ID: z.string(), Attributes: z.looseObject({ exitCode: z.string().optional() }) }),
});

/**
 * Watches the engine during a run: whether it still answers, and how containers of the run ended. An ended container is removed at once, so
 * asking afterwards would be too late.
 */
export class EngineWatch implements Disposable {
  readonly #engine: Engine;
  readonly #ends = new Map<string, string>();
  readonly #outOfMemory = new Set<string>();
  readonly #stop = new AbortController();
  readonly #pulse: NodeJS.Timeout;
  #beatsMissed = 0;
  #lost: EngineLost | undefined;
  /** Rejects when the engine is gone or has stopped answering. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;

  /** @throws EngineLost */
  static async open(engine: Engine, runId: string): Promise<EngineWatch> {
    const filters = { label: [`${label.run}=${runId}`], event: ['oom', 'die'] };
    const stop = new AbortController();
    try {
      const events = engine.docker.getEvents({ filters, abortSignal: stop.signal });
      return new EngineWatch(engine, (await answered(engine, 'opening its event stream', events)) as Readable, stop);
    } catch (error) {
      stop.abort();
      throw error;
    }
  }

  private constructor(engine: Engine, events: Readable, stop: AbortController) {
    this.#engine = engine;
    this.#stop = stop;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    promise.catch(() => undefined);
    this.#fail = reject;
    readLines(events, longestEventBytes, ({ text }) => this.#take(text));
    // The event stream never ends by itself.
    const broken = 'closed its connection during the run: it was stopped or restarted';
    events.on('error', (cause) => this.#lose(new EngineLost(engine, broken, cause)));
    events.on('close', () => this.#lose(new EngineLost(engine, broken)));
    this.#pulse = setInterval(() => void this.#beat(), beatMs).unref();
  }

  /** Asks the engine, and returns its failure if there is one: then everything else in the run failed because of it. */
  async trouble(): Promise<EngineLost | undefined> {
    const lost = await engineLost(this.#engine);
    if (lost !== undefined) {
      this.#lose(lost);
    }
    return this.#lost;
  }

  /** How a container ended, in words; undefined when the engine does not say. */
  async endOf(containerId: string): Promise<string | undefined> {
    const untilMs = performance.now() + endKnownWithinMs;
    while (!this.#ends.has(containerId) && this.#lost === undefined && performance.now() < untilMs) {
      await wait(endPollMs);
    }
    return this.#ends.get(containerId);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pulse);
    // After this, a broken connection is not a failure.
    this.#lost ??= new EngineLost(this.#engine, 'is no longer watched');
    this.#stop.abort();
  }

  async #beat(): Promise<void> {
    this.#beatsMissed += 1;
    if (this.#beatsMissed > beatsUntilLost) {
      this.#lose(new EngineLost(this.#engine, `has not answered for ${(beatsUntilLost * beatMs) / 1000} s`));
      return;
    }
    try {
      await this.#engine.docker.ping();
      this.#beatsMissed = 0;
    } catch {
      // The next beat counts it.
    }
  }

  #take(text: string): void {
    const { Action, Actor } = eventSchema.parse(JSON.parse(text));
    if (Action === 'oom') {
      this.#outOfMemory.add(Actor.ID);
    } else {
      this.#ends.set(Actor.ID, describeEnd(Number(Actor.Attributes.exitCode), this.#outOfMemory.has(Actor.ID)));
    }
  }

  #lose(lost: EngineLost): void {
    if (this.#lost === undefined) {
      this.#lost = lost;
      clearInterval(this.#pulse);
      this.#fail(this.#lost);
      this.#stop.abort();
    }
  }
}

/** A shell reports a process killed by signal N as exit code 128 + N. */
const signalBase = 128;

/** How a process ended, in words. */
export function describeEnd(exitCode: number, outOfMemory: boolean): string {
  const killed = exitCode === signalBase + constants.signals.SIGKILL;
  if (killed && outOfMemory) {
    return `the kernel killed it because its container ran out of memory (OOM; exit code ${exitCode})`;
  }
  const [name] = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode) ?? [];
  if (name === undefined) {
    return `exit code ${exitCode}`;
  }
  const crashed = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE'].includes(name);
  return `${crashed ? 'it crashed with' : 'it was killed by'} ${name} (exit code ${exitCode}${killed ? ', not out of memory' : ''})`;
}
