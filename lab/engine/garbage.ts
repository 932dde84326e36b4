import { z } from 'zod';
import { removeContainer } from './container.ts';
import type { Engine } from './engine.ts';
import { label, ownerState } from './labels.ts';
import { answered } from './patience.ts';

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

/** Removes what `findGarbage` found; containers before the networks that they are in. */
export async function removeGarbage(engine: Engine, { containers, networks }: Garbage): Promise<void> {
  await Promise.all(containers.map(({ id }) => removeContainer(engine, id)));
  const removals = networks.map(({ id }) => engine.docker.getNetwork(id).remove().catch(ignoreMissing));
  await answered(engine, 'remove networks', Promise.all(removals));
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
