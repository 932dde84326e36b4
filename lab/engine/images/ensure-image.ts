import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { hasStatus } from '../connection/error-status.ts';
import { withLock } from '../connection/lock.ts';
import type { Progress } from '../connection/progress.ts';
import { loadImage } from './archive.ts';
import { makeBaseImage } from './base-image.ts';
import { buildImage } from './build.ts';
import { type ImageDefinition, type ImageName, imageDefinition } from './image-definitions.ts';
import { pull } from './pull.ts';

/** The id of an image in the engine; null when the engine does not have it. */
export async function imageId(engine: Engine, reference: string): Promise<string | null> {
  try {
    return (await answered(engine, `looking up the image ${reference}`, engine.docker.getImage(reference).inspect())).Id;
  } catch (error) {
    if (hasStatus(error, 404)) {
      return null;
    }
    throw error;
  }
}

/**
 * Makes sure that the engine has the image called `name`: by content hash in the engine itself, then from the registry, then from the
 * archive folder (see `EngineSettings`), else built. One lab builds; others wait for it.
 */
export async function ensureImage(engine: Engine, name: ImageName, progress: Progress, signal: AbortSignal): Promise<ImageDefinition> {
  const image = imageDefinition(name, engine.architecture);
  if ((await imageId(engine, image.reference)) !== null) {
    return image;
  }
  await withLock(
    `image-${name}`,
    { onWait: (pid) => progress.step(`${name}: waiting for process ${pid}, which is getting this image`), signal },
    async () => {
      if ((await imageId(engine, image.reference)) === null) {
        await obtain(engine, image, progress, signal);
      }
    },
  );
  return image;
}

/** Whether the image called `name` is available without building it. Fetches it from the registry or the archive if they have it. */
export async function imageAtHand(engine: Engine, name: ImageName, progress: Progress, signal: AbortSignal): Promise<boolean> {
  const image = imageDefinition(name, engine.architecture);
  return (await imageId(engine, image.reference)) !== null || (await fetchReady(engine, image, progress, signal));
}

async function obtain(engine: Engine, image: ImageDefinition, progress: Progress, signal: AbortSignal): Promise<void> {
  if (await fetchReady(engine, image, progress, signal)) {
    return;
  }
  if (image.name === 'base') {
    await makeBaseImage(engine, image, progress, signal);
    return;
  }
  const base = await ensureImage(engine, 'base', progress, signal);
  await buildImage(engine, image, base.reference, progress, signal);
}

/** Gets an image that was built elsewhere: from the registry, else from the archive folder. */
async function fetchReady(engine: Engine, image: ImageDefinition, progress: Progress, signal: AbortSignal): Promise<boolean> {
  if (await fromRegistry(engine, image, progress, signal)) {
    return true;
  }
  const archive = engine.settings.imageArchive;
  const loaded = archive !== undefined && (await loadImage(engine, image, archive));
  if (loaded) {
    progress.step(`${image.name}: loaded from ${archive}`);
  }
  return loaded;
}

async function fromRegistry(engine: Engine, image: ImageDefinition, progress: Progress, signal: AbortSignal): Promise<boolean> {
  const { registry } = engine.settings;
  if (registry === undefined) {
    return false;
  }
  const remote = `${registry.replace(/\/$/, '')}/${image.reference}`;
  progress.step(`${image.name}: pulling ${remote}`);
  try {
    await pull(engine, remote, signal);
  } catch (error) {
    signal.throwIfAborted();
    progress.step(`${image.name}: not in that registry (${error instanceof Error ? error.message : String(error)})`);
    return false;
  }
  await engine.docker.getImage(remote).tag({ repo: image.repository, tag: image.tag });
  return true;
}
