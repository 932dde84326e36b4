import { z } from 'zod';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { ignoreStatus } from '../connection/error-status.ts';
import { label, ownerState } from '../connection/labels.ts';
import { removeContainer } from '../containers/remove-container.ts';

interface Garbage {
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}

const clockSchema = z.looseObject({ SystemTime: z.string() });

/** Garbage of a lab that ran on another machine, or before a restart of this one, is left alone until it is this old by the engine's clock. */
const unknownOwnerAgeMs = 60 * 60 * 1000;

/**
 * Finds what labs that have ended left in the engine. Considers only what carries the lab's own labels. Hosts kept on purpose (`--keep`)
 * count only with `kept`.
 */
export async function findGarbage(engine: Engine, kept: boolean): Promise<Garbage> {
  const filters = { label: [label.run] };
  const questions = Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
    engine.docker.info() as Promise<unknown>,
  ]);
  const [containers, networks, info] = await answered(engine, 'listing what labs have left in it', questions);
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
 * Removes what `findGarbage` found, containers before the networks that they are in. Returns the names of networks that stay: an engine
 * sometimes miscounts what is connected to a network, and removes it only after a restart. That must not keep a run from starting.
 */
export async function removeGarbage(engine: Engine, { containers, networks }: Garbage): Promise<string[]> {
  await Promise.all(containers.map(({ id }) => removeContainer(engine, id)));
  const removals = networks.map(async ({ id, name }) => ((await removeNetwork(engine, id)) ? [] : [name]));
  return (await answered(engine, 'removing networks', Promise.all(removals))).flat();
}

/** False when the engine says that the network still has active endpoints. */
async function removeNetwork(engine: Engine, id: string): Promise<boolean> {
  try {
    await engine.docker.getNetwork(id).remove();
    return true;
  } catch (error) {
    if (hasActiveEndpoints(error)) {
      return false;
    }
    // 404: another lab that cleaned up at the same time has removed it.
    ignoreStatus(404)(error);
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
