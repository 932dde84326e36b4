import { broughtServerId } from './custom-image.ts';
import type { Server } from './server.ts';

/** The server that a run is to have. */
export interface ServerChoice {
  /** One of the lab's own; with `image` it is not used. */
  readonly server: Server;
  /** An image that somebody brings. */
  readonly image: string | undefined;
}

/** What records call the chosen server. */
export function serverIdOf({ server, image }: ServerChoice): string {
  return image === undefined ? server.id : broughtServerId;
}
