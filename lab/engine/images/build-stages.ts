import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { ignoreStatus } from '../connection/error-status.ts';

/** A stage holds a whole compiler and its output; deleting that from a slow disk takes a while. */
const removeLimitMs = 120_000;

/**
 * Removes the stages of a completed build that its image does not need, with the steps that led to them. The engine keeps them as unnamed
 * images, so that an interrupted build can resume.
 *
 * @param madeIds ids, or their first digits, of the images that the build's steps produced. Of these, only unnamed images that nothing
 *   was made from are removed; no other image is touched.
 */
export async function removeStages(engine: Engine, madeIds: readonly string[]): Promise<void> {
  const { docker } = engine;
  const unused = await answered(engine, 'listing images', docker.listImages({ filters: { dangling: ['true'] } }));
  for (const { Id } of unused.filter((image) => madeIds.some((id) => image.Id.startsWith(`sha256:${id}`)))) {
    // Another build may have reused it in the meantime, or removed it.
    const removal = docker.getImage(Id).remove().catch(ignoreStatus(404, 409));
    await answered(engine, 'removing a stage of a build', removal, removeLimitMs);
  }
}
