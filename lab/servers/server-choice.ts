import { broughtServerId } from './custom-image.ts';
import type { Server } from './server.ts';

/** The server that a command line asks for. */
export interface ServerChoice {
  /** One of the lab's own; ignored if there is an `image`. */
  readonly server: Server;
  /** An image that the user brings. */
  readonly image: string | undefined;
}

/** The id of the chosen server in records. */
export function serverIdOf({ server, image }: ServerChoice): string {
  return image === undefined ? server.id : broughtServerId;
}
