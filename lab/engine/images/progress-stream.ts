import { z } from 'zod';
import type { Engine } from '../connection/connect-engine.ts';

/** One line of what the engine streams while it builds, pulls, loads or imports. */
const lineSchema = z.looseObject({ stream: z.string().optional(), error: z.string().optional() });

/**
 * Waits until a streamed answer of the engine is over. A failure comes as a line of the stream, under a status that said 200.
 *
 * @param onText called with each piece of text that a build prints.
 * @throws Error with the engine's own words.
 */
export async function progressStreamEnd(
  engine: Engine,
  response: NodeJS.ReadableStream,
  onText: (text: string) => void = () => undefined,
): Promise<void> {
  let failure: string | undefined;
  await new Promise<void>((resolve, reject) => {
    engine.docker.modem.followProgress(
      response,
      (error) => (error === null ? resolve() : reject(error)),
      (line) => {
        const { stream, error } = lineSchema.safeParse(line).data ?? {};
        failure ??= error;
        onText(stream ?? '');
      },
    );
  });
  if (failure !== undefined) {
    throw new Error(failure);
  }
}
