import type { AgentEvent } from '../agents/protocol.ts';
import type { Spectator } from '../execution.ts';
import { type Path, type Phase, paths } from '../paths.ts';
import type { Plan } from '../plan.ts';
import { inPlaceOutput } from './in-place.ts';

const refreshMs = 250;
const lineIntervalMs = 5000;

/** Shows a run on stderr: in place at a terminal, a line at each phase and every five seconds elsewhere. */
export class LiveView implements Spectator {
  readonly #inPlace = inPlaceOutput();
  readonly #latest = new Map<Path, string>();
  #queue = '–';
  #queries = 0;
  #phase: Phase = 'settle';
  #plan: Plan | undefined;
  #beganMs = 0;
  #timer: NodeJS.Timeout | undefined;

  began(plan: Plan): void {
    this.#plan = plan;
    this.#beganMs = performance.now();
    this.#timer = setInterval(() => this.#show(), this.#inPlace === undefined ? lineIntervalMs : refreshMs);
  }

  phase(phase: Phase): void {
    this.#phase = phase;
    this.#show();
  }

  event(event: AgentEvent): void {
    if (event.kind === 'query') {
      this.#queries += 1;
    } else if (event.kind === 'connect') {
      const ms = event.path === 'session' ? event.stages.firstResult : event.stages.greeting;
      this.#latest.set(event.path, ms === null ? event.outcome : `${ms.toFixed(0)} ms`);
    } else if (event.kind === 'reading' && event.side === 'server') {
      this.#queue = `${event.values.acceptQueueDepth} of ${event.values.acceptQueueLimit}`;
    }
  }

  ended(): void {
    clearInterval(this.#timer);
    this.#inPlace?.clear();
  }

  #show(): void {
    const totalSeconds = (this.#plan?.windows.recovery.endMs ?? 0) / 1000;
    const seconds = (performance.now() - this.#beganMs) / 1000;
    const latencies = paths.filter((path) => this.#latest.has(path)).map((path) => `${path} ${this.#latest.get(path)}`);
    const text = [
      `${this.#phase.padEnd(8)} ${seconds.toFixed(0).padStart(3)} of ${totalSeconds.toFixed(0)} s`,
      ...latencies,
      `accept queue ${this.#queue}`,
      `${this.#queries} DNS queries`,
    ].join(' · ');
    if (this.#inPlace === undefined) {
      process.stderr.write(`${text}\n`);
    } else {
      this.#inPlace(text);
    }
  }
}

/** A spectator that looks away. */
export const nobody: Spectator = { began: () => undefined, phase: () => undefined, event: () => undefined, ended: () => undefined };
