import { join } from 'node:path';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';
import { buildImage } from '../../lab/engine/images/build.ts';
import type { ImageDefinition } from '../../lab/engine/images/image-definitions.ts';

/** An image for the tests of one process, removed after them. */
export interface TestImage extends AsyncDisposable {
  readonly reference: string;
}

/** Builds the image in the folder `name` of test/images from `base`. The tag is this process's own, because other tests may use the same engine. */
export async function testImage(engine: Engine, name: string, base: string): Promise<TestImage> {
  const folder = join(import.meta.dirname, '../images', name);
  const [repository, tag] = [`wraplab/test-${name}`, String(process.pid)];
  const reference = `${repository}:${tag}`;
  const image: ImageDefinition = { name: 'mariadb', reference, repository, tag, folder, extra: [], typicalBuild: 'a moment' };
  await buildImage(engine, image, base, { step: () => undefined, advance: () => undefined }, new AbortController().signal);
  return { reference, [Symbol.asyncDispose]: () => removeImage(engine, reference) };
}

/** Removes an image and its build steps, if it is there. */
export async function removeImage({ docker }: Engine, reference: string): Promise<void> {
  try {
    await docker.getImage(reference).remove({ force: true });
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) {
      throw error;
    }
  }
}
