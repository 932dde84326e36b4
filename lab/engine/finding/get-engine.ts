import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from '../connection/connect-engine.ts';
import type { EngineSettings } from '../connection/engine-settings.ts';
import type { Progress } from '../connection/progress.ts';
import { findEngine } from './find-engine.ts';
import { canStartPrivateEngine, limitEngineLog, privateEnginePaths, privateEnginePlan, startPrivateEngine } from './private-engine.ts';

/** Asks whether the lab may carry out `plan`. Without a terminal, announces the plan and answers yes. */
export type Confirm = (plan: string) => Promise<boolean>;

/**
 * The engine to work with: an existing one, or else, if possible and allowed, one that the lab installs and starts itself.
 *
 * @throws LabError `unavailable` when there is neither; its hint says what to do.
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
      hint: 'start Docker, or unset WRAPLAB_ENGINE to let the lab start its own engine',
    });
  }
  if (!canStartPrivateEngine()) {
    throw new LabError(message, {
      code: 'unavailable',
      hint: 'start Docker and make sure that this user may use it, or set DOCKER_HOST; as root on Debian the lab can install and start one itself',
    });
  }
  if (!(await confirm(privateEnginePlan(settings)))) {
    throw new LabError(message, { code: 'unavailable', hint: 'start Docker yourself, or run the same command again and answer yes' });
  }
  return useForTestcontainers(await startPrivateEngine(settings, progress));
}

/** testcontainers finds its engine through this process's environment; it must be the same one. */
function useForTestcontainers(engine: Engine): Engine {
  process.env.DOCKER_HOST = engine.endpoint;
  // Its clean-up container would have to be pulled; the lab's containers end with their stdin instead, and the reaper removes them.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  // The host for published ports. The lab publishes none, and a private engine has no bridge to derive it from.
  process.env.TESTCONTAINERS_HOST_OVERRIDE = 'localhost';
  return engine;
}
