import { setTimeout as wait } from 'node:timers/promises';
import { LabError, ServerEnded } from '../../errors/lab-error.ts';
import type { RunningContainer } from '../containers/container.ts';
import type { EngineWatch } from '../containers/engine-watch.ts';
import { AgentEnded } from './agent-connection.ts';

/** What comes of the server's end may be seen this much earlier than the end itself; that of an agent which it took along, much. */
const endSeenWithinMs = { agent: 2000, other: 500 } as const;

/**
 * What is behind an error that came up while hosts ran: containers end with their engine, and the agents on the database host with the
 * server. Then that is what is to be said, not that they ended.
 *
 * @param server and the last lines of its log; none when it has not been started.
 */
export async function causeOfFailure(
  error: unknown,
  engine: EngineWatch,
  server: { readonly container: RunningContainer; readonly log: readonly string[] } | undefined,
): Promise<unknown> {
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
