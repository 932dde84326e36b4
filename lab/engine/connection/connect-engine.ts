import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { LabError } from '../../errors/lab-error.ts';
import type { EngineSettings } from './engine-settings.ts';

/** A container engine that answers. */
export interface Engine {
  readonly docker: Docker;
  /** As in DOCKER_HOST: `unix:///…` or `tcp://…`. */
  readonly endpoint: string;
  readonly version: string;
  /** As Node names it: `x64`, `arm64`. */
  readonly architecture: string;
  readonly kernel: string;
  readonly settings: EngineSettings;
}

const goArchitectures: Readonly<Record<string, string>> = { amd64: 'x64', x86_64: 'x64', arm64: 'arm64', aarch64: 'arm64' };

/** The engine at `endpoint`; null when nothing answers there within `timeoutMs`. */
export async function connectEngine(endpoint: string, settings: EngineSettings, timeoutMs = 3000): Promise<Engine | null> {
  const docker = dockerAt(endpoint, settings);
  const noAnswer = setTimeout(timeoutMs, null, { ref: false });
  try {
    const version = await Promise.race([docker.version(), noAnswer]);
    if (version === null) {
      return null;
    }
    return {
      docker,
      endpoint,
      version: version.Version,
      architecture: goArchitectures[version.Arch] ?? version.Arch,
      kernel: version.KernelVersion ?? 'unknown',
      settings,
    };
  } catch {
    // Nothing listens there, or access is denied: the caller says which places were tried.
    return null;
  }
}

/**
 * Keeps no connection alive: an engine that is shutting down refuses new connections, but still answers on old ones.
 *
 * docker-modem describes the options of every request for its debug log, even when that is off, down to the last object they refer to. With
 * a dozen runs side by side, describing all sockets of this agent took more time than the rest of the lab, so it describes itself in a word.
 */
class UnkeptConnections extends Agent {
  [inspect.custom](): string {
    return UnkeptConnections.name;
  }
}

function dockerAt(endpoint: string, { verifiesTls }: EngineSettings): Docker {
  if (endpoint.startsWith('unix://')) {
    const options = { socketPath: endpoint.slice('unix://'.length), agent: new UnkeptConnections({ keepAlive: false }) };
    return new Docker(options);
  }
  if (/^(tcp|http|https):\/\//.test(endpoint)) {
    const { hostname, port, protocol } = new URL(endpoint);
    const secure = protocol === 'https:' || verifiesTls;
    return new Docker({ host: hostname, port: Number(port || (secure ? 2376 : 2375)), protocol: secure ? 'https' : 'http' });
  }
  throw new LabError(`expected an engine at unix://, tcp://, http:// or https://, got ${endpoint}`, {
    code: 'usage',
    hint: 'set DOCKER_HOST to such an address',
  });
}
