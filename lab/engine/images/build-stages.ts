import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

/** Layers of a whole compiler and of what it made: taking them off a slow disk takes a while. */
const removeLimitMs = 120_000;

/**
 * Removes what a build that is complete has made and its image is not made of: an earlier stage, with the steps that led to it. The
 * engine keeps such images without a name, for a build that goes on where this one was interrupted.
 *
 * @param madeIds ids, whole or the beginning of one, of the image that each step of the build ended with. Of these only what has no name
 *   and nothing made from it goes; nothing else of the engine is looked at.
 */
export async function removeStages(engine: Engine, madeIds: readonly string[]): Promise<void> {
  const { docker } = engine;
  const unused = await answered(engine, 'list its images', docker.listImages({ filters: { dangling: ['true'] } }));
  for (const { Id } of unused.filter((image) => madeIds.some((id) => image.Id.startsWith(`sha256:${id}`)))) {
    await answered(engine, 'remove a stage of a build', docker.getImage(Id).remove().catch(ignoreUsedOrGone), removeLimitMs);
  }
}

/** Another build may have taken it up since, or removed it. */
function ignoreUsedOrGone(error: unknown): void {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== 404 && statusCode !== 409) {
    throw error;
  }
}
