import { setTimeout as wait } from 'node:timers/promises';
import { LabError, ServerEnded } from '../../errors/lab-error.ts';
import type { RunningContainer } from '../containers/container.ts';
import type { EngineWatch } from '../containers/engine-watch.ts';
import { AgentEnded } from './agent-connection.ts';
import type { StartedServer } from './start-database.ts';

/** How much earlier the effects of the server's end may be seen than the end itself; for an agent that ended with it, this is long. */
const endSeenWithinMs = { agent: 2000, other: 500 } as const;

/**
 * Finds the cause of an error that occurred while hosts ran. Containers end with their engine, and the agents on the database host end
 * with the server: then the error to report is the end of the engine or the server.
 *
 * @param server undefined when it has not been started.
 */
export async function causeOfFailure(error: unknown, engine: EngineWatch, server: StartedServer | undefined): Promise<unknown> {
  const lost = await engine.trouble();
  if (lost !== undefined) {
    return lost;
  }
  if (server !== undefined && (await hasEnded(server.container, error))) {
    return new ServerEnded(server.log, error, await engine.endOf(server.container.id));
  }
  if (!(error instanceof AgentEnded)) {
    return error;
  }
  const how = await engine.endOf(error.container.id);
  return how === undefined ? error : new LabError(`the ${error.container.role} agent ended: ${how}${error.quoted}`, { code: 'internal' });
}

function hasEnded({ ended }: RunningContainer, error: unknown): Promise<boolean> {
  const limitMs = error instanceof AgentEnded ? endSeenWithinMs.agent : endSeenWithinMs.other;
  return Promise.race([ended.then(() => true), wait(limitMs, false)]);
}
