import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connectEngine, type Engine } from '../connection/connect-engine.ts';
import type { EngineSettings } from '../connection/engine-settings.ts';
import { privateEnginePaths } from './private-engine.ts';

/** The engine found, and the endpoints that did not answer. */
interface Search {
  readonly engine: Engine | null;
  readonly tried: readonly string[];
}

/** Looks for an engine: DOCKER_HOST alone if it is set; else the current context, the usual sockets, then the lab's own engine. */
export async function findEngine(settings: EngineSettings): Promise<Search> {
  const tried: string[] = [];
  for (const endpoint of candidates(settings)) {
    const engine = await connectEngine(endpoint, settings);
    if (engine !== null) {
      return { engine, tried };
    }
    tried.push(endpoint);
  }
  return { engine: null, tried };
}

function candidates(settings: EngineSettings): string[] {
  const { endpoint, runtimeFolder } = settings;
  if (endpoint !== undefined) {
    return [endpoint];
  }
  const sockets = [
    '/var/run/docker.sock',
    ...(runtimeFolder === undefined ? [] : [join(runtimeFolder, 'docker.sock')]),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    join(homedir(), '.colima/default/docker.sock'),
    join(homedir(), '.rd/docker.sock'),
    privateEnginePaths(settings).socket,
  ];
  return [...currentContext(settings), ...sockets.filter(existsSync).map((path) => `unix://${path}`)];
}

const configSchema = z.looseObject({ currentContext: z.string().optional() });
const contextSchema = z.looseObject({ Endpoints: z.looseObject({ docker: z.looseObject({ Host: z.string() }).optional() }) });

/** The endpoint of the docker client's current context: at most one, none for the context "default". */
function currentContext({ clientFolder, context }: EngineSettings): string[] {
  const folder = clientFolder ?? join(homedir(), '.docker');
  const name = context ?? readJson(join(folder, 'config.json'), configSchema)?.currentContext;
  if (name === undefined || name === 'default') {
    return [];
  }
  const digest = createHash('sha256').update(name).digest('hex');
  const host = readJson(join(folder, 'contexts/meta', digest, 'meta.json'), contextSchema)?.Endpoints.docker?.Host;
  return host === undefined ? [] : [host];
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // Not the lab's to report: an unreadable file of the docker client names no engine.
    return undefined;
  }
}
