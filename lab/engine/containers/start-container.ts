import { failuresOf, withAftermath } from '../../errors/cleanup-failures.ts';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { AttachedContainer } from './attached-container.ts';
import type { ContainerSpec, RunningContainer } from './container.ts';
import { startFailure } from './start-failure.ts';

/** Includes copying its files into it, on a machine that starts a dozen others. */
const startTimeoutMs = 60_000;

/** Creates, attaches to and starts a container. */
export async function startContainer(engine: Engine, spec: ContainerSpec): Promise<RunningContainer> {
  const container = new AttachedContainer(engine, spec);
  try {
    const started = await answered(engine, `starting the ${spec.role} container`, container.start(), startTimeoutMs);
    return await container.running(started);
  } catch (cause) {
    const said = await container.lastWords();
    const problems = failuresOf(await Promise.allSettled([container.remove()]));
    throw withAftermath(startFailure(spec, said, cause), problems);
  }
}
