import { failuresOf } from '../../errors/cleanup-failures.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { EngineLost } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import type { ContainerSpec, RunningContainer } from '../containers/container.ts';
import { createNetwork, type RunNetwork } from '../containers/container-network.ts';
import type { EngineWatch } from '../containers/engine-watch.ts';
import { startContainer } from '../containers/start-container.ts';

interface StartedOptions {
  readonly engine: Engine;
  readonly runId: string;
  /** Whether the containers and the network can outlive the lab. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** The network and the containers that a run has started so far, so that they can be removed however far the start got. */
export class Started {
  readonly #options: StartedOptions;
  readonly #engineWatch: EngineWatch;
  readonly #containers: RunningContainer[] = [];
  readonly #starting = new Set<Promise<RunningContainer>>();
  #network: Promise<RunNetwork> | undefined;

  constructor(options: StartedOptions, engineWatch: EngineWatch) {
    this.#options = options;
    this.#engineWatch = engineWatch;
  }

  get containers(): readonly RunningContainer[] {
    return this.#containers;
  }

  /** @param apartFrom addresses that the network's subnet must not contain. */
  network(apartFrom: readonly string[]): Promise<RunNetwork> {
    const { engine, runId, keep, signal } = this.#options;
    signal.throwIfAborted();
    this.#network = createNetwork(engine, runId, keep, apartFrom);
    return this.#network;
  }

  async container(spec: Omit<ContainerSpec, 'runId' | 'keep'>): Promise<RunningContainer> {
    const { engine, runId, keep, signal } = this.#options;
    signal.throwIfAborted();
    const starting = startContainer(engine, { ...spec, runId, keep });
    this.#starting.add(starting);
    const container = await starting;
    this.#containers.push(container);
    return container;
  }

  /** Leaves everything up. */
  letGo(): void {
    this.#engineWatch[Symbol.dispose]();
    for (const container of this.#containers) {
      container.letGo();
    }
  }

  /**
   * Ends and removes everything, newest first. Removing twice is harmless.
   *
   * @throws LabError `internal` naming everything that could not be removed.
   */
  async remove(): Promise<void> {
    this.#engineWatch[Symbol.dispose]();
    // An interrupted start goes on until the next thing to start; requests to a lost engine never finish.
    const begun = Promise.allSettled([this.#network, ...this.#starting]);
    const isLost = await Promise.race([begun.then(() => false), this.#engineWatch.failed.catch(() => true)]);
    const results = await Promise.allSettled(this.#containers.toReversed().map((container) => container[Symbol.asyncDispose]()));
    if (!isLost && !failuresOf(results).some((problem) => problem instanceof EngineLost)) {
      const network = await this.#network?.catch(() => undefined);
      results.push(...(await Promise.allSettled([network?.[Symbol.asyncDispose]()])));
    }
    const problems = new Set(failuresOf(results).map(describeError));
    if (problems.size > 0) {
      throw new LabError(`could not remove everything of the run: ${[...problems].join('; ')}`, {
        code: 'internal',
        hint: 'run "npm run gc" to try again',
      });
    }
  }
}
