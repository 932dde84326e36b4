import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';
import { engineSettings } from '../../lab/engine/connection/engine-settings.ts';
import { label } from '../../lab/engine/connection/labels.ts';
import { findEngine } from '../../lab/engine/finding/find-engine.ts';

/** The engine that the tests run on. */
export async function engineUnderTest(): Promise<Engine> {
  const { engine } = await findEngine(engineSettings(process.env));
  if (engine === null) {
    throw new Error('the container tests need an engine; "npm test" starts one');
  }
  return engine;
}

export interface Left {
  readonly containers: string[];
  readonly networks: string[];
}

/** What is left of one run in the engine. */
export async function leftOf(engine: Engine, runId: string): Promise<Left> {
  const filters = { label: [`${label.run}=${runId}`] };
  const [containers, networks] = await Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
  ]);
  return { containers: containers.flatMap(({ Names }) => Names), networks: networks.map(({ Name }) => Name) };
}

/** Asks again until the answer `holds` or `withinMs` have passed; returns the last answer. */
export async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, withinMs: number): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer) || performance.now() > endMs) {
      return answer;
    }
    await wait(250);
  }
}
