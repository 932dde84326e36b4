import { z } from 'zod';
import type { Engine } from '../connection/connect-engine.ts';

/** One line of the engine's progress stream while it builds, pulls, loads or imports. */
const lineSchema = z.looseObject({ stream: z.string().optional(), error: z.string().optional() });

/**
 * Waits for the end of the engine's progress stream. A failure arrives as a line of the stream, although the status was 200.
 *
 * @param onText called with each piece of a build's output.
 * @throws Error with the engine's own message.
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
