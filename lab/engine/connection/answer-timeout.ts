import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from './connect-engine.ts';

/** The engine is gone, or does not answer any more: whatever else failed at that time failed because of it. */
export class EngineLost extends LabError {
  constructor({ endpoint }: Pick<Engine, 'endpoint'>, what: string, cause?: unknown) {
    super(`the container engine at ${endpoint} ${what}`, {
      code: 'unavailable',
      hint: 'see to it that the engine runs; then "npm run gc" removes what it still has of this run',
      cause,
    });
  }
}

/** Time for what takes an engine a moment, on a machine that is busy with something else. */
export const usualMs = 30_000;

const pingLimitMs = 3000;

/** What there is to report when the engine does not answer at this time; undefined while it does. */
export async function engineLost(engine: Engine): Promise<EngineLost | undefined> {
  try {
    await answered(engine, 'answer a ping', engine.docker.ping(), pingLimitMs);
    return undefined;
  } catch (cause) {
    return new EngineLost(engine, 'does not answer any more', cause);
  }
}

/**
 * `answer`, or an error when the engine has not given it within `limitMs`. An engine that hangs keeps its connections open, and
 * nobody else would end the waiting.
 *
 * @throws EngineLost
 */
export async function answered<T>(engine: Pick<Engine, 'endpoint'>, what: string, answer: Promise<T>, limitMs = usualMs): Promise<T> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLong.reject(new EngineLost(engine, `did not answer within ${limitMs / 1000} s: it was to ${what}`)),
    limitMs,
  );
  try {
    return await Promise.race([answer, tooLong.promise]);
  } finally {
    clearTimeout(timer);
  }
}
