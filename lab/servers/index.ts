import { mariadb } from './mariadb.ts';
import { mysql } from './mysql.ts';
import type { Server } from './server.ts';

/** Every server; a new one is a file beside this one, a folder in images/ and a word here. */
export const servers: readonly Server[] = [mariadb, mysql];

export const serverIds: readonly string[] = servers.map(({ id }) => id);

export const defaultServer: Server = mariadb;
