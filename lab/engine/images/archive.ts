import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { checkArchive } from './archive-check.ts';
import type { ImageDefinition } from './image-definitions.ts';
import { progressStreamEnd } from './progress-stream.ts';

/** The file in an archive folder that holds `image`. */
export function archivePath(folder: string, { reference }: ImageDefinition): string {
  return join(folder, `${reference.replace(/[/:]/g, '-')}.tar.gz`);
}

/** Writes `image` into `folder` and returns the path. The file appears only when it is complete. */
export async function saveImage(engine: Engine, image: ImageDefinition, folder: string): Promise<string> {
  const path = archivePath(folder, image);
  const partial = `${path}.partial`;
  try {
    mkdirSync(folder, { recursive: true });
    await pipeline(await engine.docker.getImage(image.reference).get(), createGzip({ level: 1 }), createWriteStream(partial));
    renameSync(partial, path);
  } catch (cause) {
    rmSync(partial, { force: true });
    throw new LabError(`could not save the image ${image.reference} to ${path}`, { code: 'internal', cause });
  }
  return path;
}

/** Loads `image` from `folder` into the engine. False when the folder does not have it. @throws LabError `unavailable` when the archive is not valid. */
export async function loadImage(engine: Engine, image: ImageDefinition, folder: string): Promise<boolean> {
  const path = archivePath(folder, image);
  if (!existsSync(path)) {
    return false;
  }
  try {
    await checkArchive(path, image.reference);
    const unpacked = createGunzip();
    const reading = pipeline(createReadStream(path), unpacked);
    // Awaited below, together with the engine's own answer.
    reading.catch(() => undefined);
    const response = await engine.docker.loadImage(unpacked, {});
    await Promise.all([reading, progressStreamEnd(engine, response)]);
    return true;
  } catch (cause) {
    throw new LabError(`could not load ${path}: expected an archive made by "npm run images -- save"`, {
      code: 'unavailable',
      hint: 'remove the file, or save the image again',
      cause,
    });
  }
}
