import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

/** The size in bytes of an image in the engine. */
export async function imageSizeBytes(engine: Engine, reference: string): Promise<number> {
  const { Size } = await answered(engine, `looking up the image ${reference}`, engine.docker.getImage(reference).inspect());
  return Size;
}
