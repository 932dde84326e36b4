import { mariadb } from './mariadb.ts';
import type { Server } from './server.ts';

/** Every server; a new one is a file beside this one, a folder in images/ and a word here. */
export const servers: readonly Server[] = [mariadb];

export const defaultServer: Server = mariadb;
