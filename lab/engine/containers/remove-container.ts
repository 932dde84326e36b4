import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { hasStatus, ignoreStatus } from '../connection/error-status.ts';

/** How long the engine may take to remove a container, or to answer a question on the way. */
export const removalTimeoutMs = 10_000;
const removalPollMs = 50;

/**
 * Kills and removes one container, and returns when it is gone. A container that is already gone, or being removed, is not an error.
 * Polls, because the engine's own answer to "wait until removed" sometimes never comes (engine 20.10).
 *
 * @throws LabError `internal` when the engine still has it after 10 s; EngineLost when the engine gives no answer for 10 s.
 */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  const container = engine.docker.getContainer(id);
  const removal = container.remove({ force: true, v: true }).catch(ignoreStatus(404, 409));
  await answered(engine, 'removing a container', removal, removalTimeoutMs);
  const endMs = performance.now() + removalTimeoutMs;
  while (performance.now() < endMs) {
    if (await isGone(engine, id)) {
      return;
    }
    await wait(removalPollMs);
  }
  throw new LabError(`the engine did not remove container ${id.slice(0, 12)} within ${removalTimeoutMs / 1000} s`, {
    code: 'internal',
    hint: 'run "npm run gc" to try again',
  });
}

async function isGone(engine: Engine, id: string): Promise<boolean> {
  try {
    await answered(engine, 'checking whether a container is gone', engine.docker.getContainer(id).inspect(), removalTimeoutMs);
    return false;
  } catch (error) {
    if (!hasStatus(error, 404)) {
      throw error;
    }
    return true;
  }
}
