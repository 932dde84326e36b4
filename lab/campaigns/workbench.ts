import { randomBytes } from 'node:crypto';
import { armDeadMansSwitch } from '../engine/cleanup/dead-mans-switch.ts';
import { findGarbage, removeGarbage } from '../engine/cleanup/garbage.ts';
import type { Engine } from '../engine/connection/connect-engine.ts';
import type { EngineSettings } from '../engine/connection/engine-settings.ts';
import type { Progress } from '../engine/connection/progress.ts';
import { type Confirm, getEngine } from '../engine/finding/get-engine.ts';
import type { RunImages } from '../engine/hosts/hosts-options.ts';
import { ensureImage } from '../engine/images/ensure-image.ts';
import { type ImageName, imageNames } from '../engine/images/image-definitions.ts';
import { describeServerImage } from '../engine/images/server-image.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Plan } from '../plan/plan.ts';
import { limitsOf } from '../plan/server-support.ts';
import { loadScenario, scenarioNames } from '../scenario/catalog.ts';
import type { Server } from '../servers/server.ts';
import type { ServerChoice } from '../servers/server-choice.ts';

/** What runs need on this machine, got once for any number of them. */
export interface Workbench extends AsyncDisposable {
  readonly engine: Engine;
  /** The server as chosen; one in an image that somebody brings has been looked into. */
  readonly server: Server;
  /** References of the images that a plan for this server needs, got where they are missing. */
  imagesFor(plan: Plan): Promise<RunImages>;
  /** The hosts of this run stay when the lab is gone. */
  keep(runId: string): void;
}

/** What a workbench is opened with. */
export interface WorkbenchTools {
  readonly settings: EngineSettings;
  readonly progress: Progress;
  readonly confirm: Confirm;
}

/** Gets the engine, sees to it that nothing is left there however this process ends, removes what labs that are gone have left, and looks into the server's image where it is not the lab's. */
export async function openWorkbench(
  { server: named, image }: ServerChoice,
  { settings, progress, confirm }: WorkbenchTools,
  signal: AbortSignal,
): Promise<Workbench> {
  const engine = await getEngine(settings, progress, confirm);
  await using opened = new AsyncDisposableStack();
  const deadMansSwitch = opened.use(await armDeadMansSwitch(engine));
  await clearGarbage(engine, progress);
  const server = image === undefined ? named : await lookAt(engine, image, progress, signal);
  const obtain = async (name: string): Promise<string> => (await ensureImage(engine, imageNamed(name), progress, signal)).reference;
  const stack = opened.move();
  return {
    engine,
    server,
    imagesFor: async (plan) => ({
      agent: await obtain('agent'),
      server: image ?? (await obtain(plan.server.image)),
      extra: await obtainEach(plan.extraImages, obtain),
    }),
    keep: (runId) => deadMansSwitch.keep(runId),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Tells the containers and the network of one run from those of others. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** The server in the image that somebody brings; says what the lab cannot do with it. */
async function lookAt(engine: Engine, reference: string, progress: Progress, signal: AbortSignal): Promise<Server> {
  const server = await describeServerImage(engine, reference, newRunId(), progress, signal);
  // One file that somebody is still writing must not keep the others from running.
  const load = (name: string) =>
    loadScenario(name).then(
      (loaded) => [[name, loaded] as const],
      () => [],
    );
  const scenarios = (await Promise.all(scenarioNames().map(load))).flat();
  for (const limit of limitsOf(server, new Map(scenarios))) {
    progress.step(limit);
  }
  return server;
}

async function clearGarbage(engine: Engine, progress: Progress): Promise<void> {
  const garbage = await findGarbage(engine, false);
  if (garbage.containers.length + garbage.networks.length > 0) {
    progress.step(`removing what an earlier run left: ${[...garbage.containers, ...garbage.networks].map(({ name }) => name).join(', ')}`);
    await removeGarbage(engine, garbage);
  }
}

/** References by name, got one after the other. */
async function obtainEach(names: readonly string[], obtain: (name: string) => Promise<string>): Promise<Record<string, string>> {
  const references: Record<string, string> = {};
  for (const name of names) {
    references[name] = await obtain(name);
  }
  return references;
}

function imageNamed(name: string): ImageName {
  const found = imageNames.find((known) => known === name);
  if (found === undefined) {
    throw new LabError(`expected an image of the lab (${imageNames.join(', ')}), got "${name}"`, { code: 'internal' });
  }
  return found;
}
