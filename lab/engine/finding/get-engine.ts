import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from '../connection/connect-engine.ts';
import type { EngineSettings } from '../connection/engine-settings.ts';
import type { Progress } from '../connection/progress.ts';
import { findEngine } from './find-engine.ts';
import { canStartPrivateEngine, limitEngineLog, privateEnginePaths, privateEnginePlan, startPrivateEngine } from './private-engine.ts';

/** Asks a person whether the lab may do what the text says; where nobody can be asked, says it and answers yes. */
export type Confirm = (plan: string) => Promise<boolean>;

/**
 * The engine to work with: one that is there, or, where that is possible and allowed, one of the lab's own.
 *
 * @throws LabError `unavailable` with what to do, when there is neither.
 */
export async function getEngine(settings: EngineSettings, progress: Progress, confirm: Confirm): Promise<Engine> {
  const { engine, tried } = await findEngine(settings);
  if (engine !== null) {
    limitEngineLog(privateEnginePaths(settings));
    return useForTestcontainers(engine);
  }
  const message = `expected a container engine, found none${tried.length === 0 ? '' : ` (tried ${tried.join(', ')})`}`;
  if (settings.endpoint !== undefined) {
    throw new LabError(message, { code: 'unavailable', hint: 'start that engine, or unset DOCKER_HOST' });
  }
  if (!settings.mayStartOwn) {
    throw new LabError(message, {
      code: 'unavailable',
      hint: 'start Docker, or unset WRAPLAB_ENGINE so that the lab may start an engine of its own',
    });
  }
  if (!canStartPrivateEngine()) {
    throw new LabError(message, {
      code: 'unavailable',
      hint: 'start Docker and see that this user may use it, or set DOCKER_HOST; as root on Debian the lab can install and start one itself',
    });
  }
  if (!(await confirm(privateEnginePlan(settings)))) {
    throw new LabError(message, { code: 'unavailable', hint: 'start Docker yourself, or agree the next time' });
  }
  return useForTestcontainers(await startPrivateEngine(settings, progress));
}

/** testcontainers looks for an engine by itself, in this process's environment; it must find the same one. */
function useForTestcontainers(engine: Engine): Engine {
  process.env.DOCKER_HOST = engine.endpoint;
  // Its clean-up container would have to be pulled; the lab's containers end with their stdin instead.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  // Where published ports would be reached; the lab publishes none, and a private engine has no bridge to work it out from.
  process.env.TESTCONTAINERS_HOST_OVERRIDE = 'localhost';
  return engine;
}
