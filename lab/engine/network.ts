import type { Engine } from './engine.ts';
import { runLabels } from './labels.ts';

/** The engine's network of one run; the run's own network lies on top of it. */
export interface RunNetwork extends AsyncDisposable {
  readonly name: string;
}

/** Makes a network that nothing leaves. */
export async function createNetwork(engine: Engine, runId: string, keep: boolean): Promise<RunNetwork> {
  const name = `wraplab-${runId}`;
  const network = await engine.docker.createNetwork({ Name: name, Internal: true, Labels: runLabels(runId, keep) });
  let removed = false;
  return {
    name,
    async [Symbol.asyncDispose]() {
      if (!removed) {
        removed = true;
        await network.remove();
      }
    },
  };
}
