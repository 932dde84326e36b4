import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from './connect-engine.ts';

/** The engine is gone or has stopped answering. Whatever else failed at that time failed because of it. */
export class EngineLost extends LabError {
  constructor({ endpoint }: Pick<Engine, 'endpoint'>, what: string, cause?: unknown) {
    super(`the container engine at ${endpoint} ${what}`, {
      code: 'unavailable',
      hint: 'start the engine again; then "npm run gc" removes what it still has of this run',
      cause,
    });
  }
}

/** Enough for any quick request, even on a busy machine. */
const usualMs = 30_000;

const pingLimitMs = 3000;

/** The error to report when the engine does not answer now; undefined when it does. */
export async function engineLost(engine: Engine): Promise<EngineLost | undefined> {
  try {
    await answered(engine, 'answering a ping', engine.docker.ping(), pingLimitMs);
    return undefined;
  } catch (cause) {
    return new EngineLost(engine, 'stopped answering', cause);
  }
}

/**
 * Waits for `answer` no longer than `limitMs`. An engine that hangs keeps its connections open, so nothing else would end the wait.
 *
 * @param what the request as a gerund, for the error: "timed out after 30 s while listing containers".
 * @throws EngineLost when the time is up.
 */
export async function answered<T>(engine: Pick<Engine, 'endpoint'>, what: string, answer: Promise<T>, limitMs = usualMs): Promise<T> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLong.reject(new EngineLost(engine, `timed out after ${limitMs / 1000} s while ${what}`)), limitMs);
  try {
    return await Promise.race([answer, tooLong.promise]);
  } finally {
    clearTimeout(timer);
  }
}
