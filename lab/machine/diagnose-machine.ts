import { counted } from '../text/counted.ts';

/** One thing that decides whether this machine can run the lab. */
export interface Finding {
  readonly subject: string;
  /** `odd`: the lab runs, but perhaps not well. `missing`: it does not run. */
  readonly state: 'fine' | 'odd' | 'missing';
  readonly found: string;
  /** What to do; empty if the state is `fine`. */
  readonly advice: string;
}

/** Facts of this machine and its engine; null if unknown. */
export interface Machine {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly architecture: string;
  readonly cores: number;
  readonly availableMemoryBytes: number;
  /** Environment variables that name a proxy. */
  readonly proxies: readonly string[];
  /** Whether the lab can install and start an engine of its own. */
  readonly canStartEngine: boolean;
  /** Places where no engine was found; empty if the first had one. */
  readonly tried: readonly string[];
  readonly engine: EngineFacts | null;
}

export interface EngineFacts {
  readonly endpoint: string;
  readonly version: string;
  readonly architecture: string;
  readonly kernel: string;
  readonly storageDriver: string;
  readonly cgroupVersion: string;
  /** Whether the engine can limit memory, processes and CPU time of a container. */
  readonly limits: { readonly memory: boolean; readonly processes: boolean; readonly cpu: boolean };
  /** Free space where the engine keeps its data; null for an engine on another machine. */
  readonly freeDiskBytes: number | null;
  /** Whether its kernel makes VXLAN devices; null if this machine cannot tell. */
  readonly vxlan: boolean | null;
  /** How far the engine's clock is ahead of this one's, in ms. */
  readonly clockAheadMs: number;
  /** Names of resources that earlier labs have left behind. */
  readonly leftovers: readonly string[];
  /** Images that a first run would have to fetch or build. */
  readonly missingImages: readonly string[];
}

const gigabyte = 1e9;
const limits = {
  nodeMajor: 24,
  memoryBytes: 2 * gigabyte,
  diskToRunBytes: 1 * gigabyte,
  diskToBuildBytes: 8 * gigabyte,
  clockMs: 5000,
  cores: 2,
};
/** The engine of Debian bookworm, the oldest on which the lab has run. */
const oldestEngine = { major: 20, minor: 10 } as const;

/** Judges a machine. Pure. */
export function diagnose(machine: Machine): Finding[] {
  return [...aboutMachine(machine), ...(machine.engine === null ? [noEngine(machine)] : aboutEngine(machine.engine, machine.architecture))];
}

/** Whether the lab can run: nothing is missing. */
export function canRun(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'missing');
}

function aboutMachine({ nodeVersion, platform, architecture, cores, availableMemoryBytes, proxies }: Machine): Finding[] {
  const major = Number.parseInt(nodeVersion.replace(/^v/, ''), 10);
  return [
    finding('Node', nodeVersion, major >= limits.nodeMajor, 'missing', `the lab’s own Node ${limits.nodeMajor} is missing: run "npm ci"`),
    finding(
      'processor',
      `${counted(cores, 'core')}, ${architecture}, ${platform}`,
      cores >= limits.cores,
      'odd',
      'one core is too few: the load falls behind, and runs are inconclusive',
    ),
    finding(
      'memory',
      `${gigabytes(availableMemoryBytes)} available`,
      availableMemoryBytes >= limits.memoryBytes,
      'odd',
      `free some memory: a run takes up to ${gigabytes(limits.memoryBytes)}`,
    ),
    finding(
      'proxy',
      proxies.length === 0 ? 'none' : proxies.join(', '),
      proxies.length === 0,
      'odd',
      'builds inside containers do not use it: configure the engine’s own proxy, or load images from an archive',
    ),
  ];
}

function noEngine({ canStartEngine, tried }: Machine): Finding {
  const found = `none${tried.length === 0 ? '' : ` (tried ${tried.join(', ')})`}`;
  return canStartEngine
    ? {
        subject: 'engine',
        state: 'odd',
        found,
        advice: 'the first run installs Debian’s docker.io if it is missing, and starts a private engine',
      }
    : { subject: 'engine', state: 'missing', found, advice: 'start Docker and make sure that this user may use it, or set DOCKER_HOST' };
}

function aboutEngine(engine: EngineFacts, architecture: string): Finding[] {
  const { endpoint, version, storageDriver, cgroupVersion, freeDiskBytes, vxlan, clockAheadMs, leftovers, missingImages } = engine;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent = major > oldestEngine.major || (major === oldestEngine.major && minor >= oldestEngine.minor);
  const unlimited = Object.entries(engine.limits).flatMap(([name, can]) => (can ? [] : [name]));
  const needed = missingImages.length === 0 ? limits.diskToRunBytes : limits.diskToBuildBytes;
  return [
    finding(
      'engine',
      `Docker ${version} at ${endpoint}`,
      isRecent,
      'odd',
      `the lab has not been tried on engines older than ${oldestEngine.major}.${oldestEngine.minor}`,
    ),
    finding(
      'engine’s machine',
      `${engine.architecture}, Linux ${engine.kernel}`,
      engine.architecture === architecture,
      'missing',
      `the agents are built for this machine’s ${architecture}: use an engine of that architecture`,
    ),
    finding(
      'storage driver',
      storageDriver,
      storageDriver !== 'vfs',
      'odd',
      'vfs copies every layer: runs start slowly, and the disk fills up',
    ),
    finding(
      'cgroup',
      `version ${cgroupVersion}${unlimited.length === 0 ? '' : `; cannot limit ${unlimited.join(', ')}`}`,
      unlimited.length === 0,
      'odd',
      'a server that runs wild is not limited',
    ),
    finding(
      'VXLAN',
      vxlan === null ? 'unknown' : vxlan ? 'available' : 'not available',
      vxlan !== false,
      'missing',
      'load the kernel module vxlan: it connects the hosts of a run',
    ),
    finding(
      'disk',
      freeDiskBytes === null ? 'unknown' : `${gigabytes(freeDiskBytes)} free`,
      freeDiskBytes === null || freeDiskBytes >= needed,
      'odd',
      `free some disk space: ${missingImages.length === 0 ? 'a run' : 'building the images'} may take ${gigabytes(needed)}`,
    ),
    finding(
      'clock',
      `${Math.abs(Math.round(clockAheadMs / 1000))} s between this machine and the engine`,
      Math.abs(clockAheadMs) <= limits.clockMs,
      'odd',
      'times in logs will differ; measurements are not affected',
    ),
    finding(
      'leftovers',
      leftovers.length === 0 ? 'none' : leftovers.join(', '),
      leftovers.length === 0,
      'odd',
      'the next run removes them, and so does "npm run gc"',
    ),
    finding(
      'images',
      missingImages.length === 0 ? 'all that a run needs' : `missing: ${missingImages.join(', ')}`,
      missingImages.length === 0,
      'odd',
      'the first run fetches or builds them; that takes minutes, once',
    ),
  ];
}

function finding(subject: string, found: string, isFine: boolean, otherwise: 'odd' | 'missing', advice: string): Finding {
  return { subject, state: isFine ? 'fine' : otherwise, found, advice: isFine ? '' : advice };
}

function gigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}
