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

/** What runs need on this machine, set up once for any number of them. */
export interface Workbench extends AsyncDisposable {
  readonly engine: Engine;
  /** The chosen server; the one in a custom image has been inspected. */
  readonly server: Server;
  /** References of the images that a plan for this server needs; gets missing ones. */
  imagesFor(plan: Plan): Promise<RunImages>;
  /** Leaves the hosts of this run up when the lab ends. */
  keep(runId: string): void;
}

/** Tools for opening a workbench. */
export interface WorkbenchTools {
  readonly settings: EngineSettings;
  readonly progress: Progress;
  readonly confirm: Confirm;
}

/**
 * Gets the engine, starts the reaper, which cleans up however this process ends, removes what ended labs left behind, and inspects a custom
 * server image.
 */
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

/** A random id for the containers and the network of one run. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** The server in a custom image; announces what the lab cannot do with it. */
async function lookAt(engine: Engine, reference: string, progress: Progress, signal: AbortSignal): Promise<Server> {
  const server = await describeServerImage(engine, reference, newRunId(), progress, signal);
  // A scenario file that does not load must not keep the others from running.
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
    const names = [...garbage.containers, ...garbage.networks].map(({ name }) => name);
    progress.step(`removing what an earlier run left behind: ${names.join(', ')}`);
    await removeGarbage(engine, garbage);
  }
}

/** References by name; gets one image after the other. */
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
