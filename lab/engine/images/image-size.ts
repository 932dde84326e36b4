import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

/** The size in bytes of an image that the engine has. */
export async function imageSizeBytes(engine: Engine, reference: string): Promise<number> {
  const { Size } = await answered(engine, `look for ${reference}`, engine.docker.getImage(reference).inspect());
  return Size;
}
