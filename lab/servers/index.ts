import { mariadb } from './mariadb.ts';
import { mysql } from './mysql.ts';
import type { BuiltImage, BuiltServer, Server } from './server.ts';

/** Every server. Add one: README.md. */
const registry = [mariadb, mysql] as const satisfies readonly BuiltServer[];

export const servers: readonly Server[] = registry;

export const serverIds: readonly string[] = servers.map(({ id }) => id);

/** The names of their programs, each once: two servers may have the same. */
export const daemons: readonly string[] = [...new Set(servers.map(({ daemon }) => daemon))];

export const defaultServer = mariadb satisfies Server;

type Registered = (typeof registry)[number];
export type ServerImageName = Registered['image'] | Extract<Registered, { unlinked: unknown }>['unlinked']['image'];

/** The images of `images/` that contain a server: those linked against libwrap first. */
export const serverImages: readonly (BuiltImage & { readonly image: ServerImageName })[] = [
  ...registry,
  ...registry.flatMap((server) => ('unlinked' in server ? [server.unlinked] : [])),
];
