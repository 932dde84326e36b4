import { z } from 'zod';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { label, ownerState } from '../connection/labels.ts';
import { removeContainer } from '../containers/container.ts';

export interface Garbage {
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}

const clockSchema = z.looseObject({ SystemTime: z.string() });

/** A thing whose lab ran elsewhere, or before a restart of this machine, is left alone for this long, by the engine's own clock. */
const unknownOwnerAgeMs = 60 * 60 * 1000;

/**
 * What labs that are gone have left in the engine. Only what carries the lab's own labels is ever considered; hosts that
 * were meant to stay (`--keep`) count only with `kept`.
 */
export async function findGarbage(engine: Engine, kept: boolean): Promise<Garbage> {
  const filters = { label: [label.run] };
  const questions = Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
    engine.docker.info() as Promise<unknown>,
  ]);
  const [containers, networks, info] = await answered(engine, 'list what it has of the lab', questions);
  const nowMs = Date.parse(clockSchema.parse(info).SystemTime);
  return {
    containers: containers
      .filter(({ Labels, Created }) => isLeft(Labels, nowMs - Created * 1000, kept))
      .map(({ Id, Names }) => ({ id: Id, name: (Names[0] ?? Id).replace(/^\//, '') })),
    networks: networks
      .filter(({ Labels, Created }) => isLeft(Labels ?? {}, nowMs - Date.parse(Created ?? ''), kept))
      .map(({ Id, Name }) => ({ id: Id, name: Name })),
  };
}

/**
 * Removes what `findGarbage` found; containers before the networks that they are in. Answers the names of networks that stay: engines lose
 * count of what is connected to one now and then, and let go of it only when they are started again. That must not keep a run from starting.
 */
export async function removeGarbage(engine: Engine, { containers, networks }: Garbage): Promise<string[]> {
  await Promise.all(containers.map(({ id }) => removeContainer(engine, id)));
  const removals = networks.map(async ({ id, name }) => ((await removeNetwork(engine, id)) ? [] : [name]));
  return (await answered(engine, 'remove networks', Promise.all(removals))).flat();
}

/** False when the engine says that something is still connected to it. */
async function removeNetwork(engine: Engine, id: string): Promise<boolean> {
  try {
    await engine.docker.getNetwork(id).remove();
    return true;
  } catch (error) {
    if (hasActiveEndpoints(error)) {
      return false;
    }
    ignoreMissing(error);
    return true;
  }
}

function hasActiveEndpoints(error: unknown): boolean {
  return error instanceof Error && /has active endpoints/.test(error.message);
}

function isLeft(labels: Readonly<Record<string, string>>, ageMs: number, kept: boolean): boolean {
  if (labels[label.keep] === 'true') {
    return kept;
  }
  switch (ownerState(labels[label.owner] ?? '')) {
    case 'alive':
      return false;
    case 'gone':
      return true;
    case 'unknown':
      return ageMs > unknownOwnerAgeMs;
  }
}

/** Another lab that cleared up at the same time has removed it. */
function ignoreMissing(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 404) {
    throw error;
  }
}
