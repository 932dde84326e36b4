import { z } from 'zod';
import { usageError } from '../errors/lab-error.ts';
import { withNearest } from '../errors/near-names.ts';
import { defaultServer, serverIds, servers } from '../servers/index.ts';
import type { ServerChoice } from '../servers/server-choice.ts';

/** Options of every command that runs a server. */
export const serverOptions = {
  server: { takes: serverIds.join('|'), help: `the server (default WRAPLAB_SERVER, else ${defaultServer.id})`, value: z.enum(serverIds) },
  'server-image': { takes: 'REF', help: 'any image with a mysqld or mariadbd, instead of the lab’s own', value: z.string().min(1) },
} as const;

/**
 * The server of --server or --server-image, of WRAPLAB_SERVER, or the default one.
 *
 * @throws LabError `usage` for both options at once, or an unknown name in the environment.
 */
export function chosenServer(values: { readonly server?: string; readonly 'server-image'?: string }): ServerChoice {
  const fromEnvironment = process.env.WRAPLAB_SERVER === '' ? undefined : process.env.WRAPLAB_SERVER;
  if (values.server !== undefined && values['server-image'] !== undefined) {
    throw usageError(['--server and --server-image: expected one of them, got both']);
  }
  const id = values.server ?? fromEnvironment ?? defaultServer.id;
  const server = servers.find((known) => known.id === id);
  if (server === undefined) {
    throw usageError([`WRAPLAB_SERVER: expected one of ${serverIds.join(', ')}; got ${withNearest(id, serverIds)}`]);
  }
  return { server, image: values['server-image'] };
}
