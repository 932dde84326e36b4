/** Whether this machine can run the lab: what was found, in plain words. */
export interface Finding {
  readonly subject: string;
  /** `odd`: the lab runs, perhaps not well. `missing`: it does not run. */
  readonly state: 'fine' | 'odd' | 'missing';
  readonly found: string;
  /** What to do; empty where all is well. */
  readonly advice: string;
}

/** What was read off this machine and its engine; null where it could not be read. */
export interface Machine {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly architecture: string;
  readonly cores: number;
  readonly availableMemoryBytes: number;
  /** Environment variables that name a proxy. */
  readonly proxies: readonly string[];
  /** Whether the lab could install and start an engine of its own. */
  readonly canStartEngine: boolean;
  /** Places without an engine; empty when one was found at once. */
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
  /** Whether it can limit memory, processes and CPU time of a container. */
  readonly limits: { readonly memory: boolean; readonly processes: boolean; readonly cpu: boolean };
  /** Free space where the engine keeps its data; null for an engine elsewhere. */
  readonly freeDiskBytes: number | null;
  /** Whether its kernel makes VXLAN devices, as far as this machine can tell. */
  readonly vxlan: boolean | null;
  /** How far the engine's clock is ahead of this one's, in ms. */
  readonly clockAheadMs: number;
  /** Names of what labs that are gone have left. */
  readonly leftovers: readonly string[];
  /** Images that a first run would have to get. */
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
/** The engine of Debian bookworm, the oldest that the lab was run on. */
const oldestEngine = { major: 20, minor: 10 } as const;

/** Judges a machine. Pure. */
export function diagnose(machine: Machine): Finding[] {
  return [...aboutMachine(machine), ...(machine.engine === null ? [noEngine(machine)] : aboutEngine(machine.engine, machine.architecture))];
}

/** Whether the lab can run, by the findings. */
export function canRun(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'missing');
}

function aboutMachine({ nodeVersion, platform, architecture, cores, availableMemoryBytes, proxies }: Machine): Finding[] {
  const major = Number.parseInt(nodeVersion.replace(/^v/, ''), 10);
  return [
    finding('Node', nodeVersion, major >= limits.nodeMajor, 'missing', `the lab’s own Node ${limits.nodeMajor} is not there: run "npm ci"`),
    finding(
      'processor',
      `${cores} cores, ${architecture}, ${platform}`,
      cores >= limits.cores,
      'odd',
      'with one core the load falls behind: runs come out inconclusive',
    ),
    finding(
      'memory',
      `${gigabytes(availableMemoryBytes)} available`,
      availableMemoryBytes >= limits.memoryBytes,
      'odd',
      `end something: a run takes up to ${gigabytes(limits.memoryBytes)}`,
    ),
    finding(
      'proxy',
      proxies.length === 0 ? 'none' : proxies.join(', '),
      proxies.length === 0,
      'odd',
      'builds inside containers do not get it: give the engine its own proxy settings, or images from an archive',
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
        advice: 'the first run installs Debian’s docker.io, if that is missing, and starts a private one',
      }
    : { subject: 'engine', state: 'missing', found, advice: 'start Docker and see that this user may use it, or set DOCKER_HOST' };
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
      `the lab was never run on one older than ${oldestEngine.major}.${oldestEngine.minor}`,
    ),
    finding(
      'engine’s machine',
      `${engine.architecture}, Linux ${engine.kernel}`,
      engine.architecture === architecture,
      'missing',
      `the agents are built for this machine’s ${architecture}: use an engine of the same architecture`,
    ),
    finding(
      'storage driver',
      storageDriver,
      storageDriver !== 'vfs',
      'odd',
      'vfs copies every layer: runs start slowly and the disk fills',
    ),
    finding(
      'cgroup',
      `version ${cgroupVersion}${unlimited.length === 0 ? '' : `; cannot limit ${unlimited.join(', ')}`}`,
      unlimited.length === 0,
      'odd',
      'a server that runs wild is not held back',
    ),
    finding(
      'VXLAN',
      vxlan === null ? 'cannot be told from here' : vxlan ? 'the kernel has it' : 'the kernel refuses',
      vxlan !== false,
      'missing',
      'load the kernel’s module vxlan: the hosts of a run are joined by it',
    ),
    finding(
      'disk',
      freeDiskBytes === null ? 'cannot be told from here' : `${gigabytes(freeDiskBytes)} free`,
      freeDiskBytes === null || freeDiskBytes >= needed,
      'odd',
      `make room: ${missingImages.length === 0 ? 'a run' : 'building the images'} may take ${gigabytes(needed)}`,
    ),
    finding(
      'clock',
      `${Math.abs(Math.round(clockAheadMs / 1000))} s between this machine and the engine`,
      Math.abs(clockAheadMs) <= limits.clockMs,
      'odd',
      'times in logs will not fit together; what is measured is not concerned',
    ),
    finding(
      'leftovers',
      leftovers.length === 0 ? 'none' : leftovers.join(', '),
      leftovers.length === 0,
      'odd',
      'the next run removes them, or "npm run gc"',
    ),
    finding(
      'images',
      missingImages.length === 0 ? 'all that a run needs' : `missing: ${missingImages.join(', ')}`,
      missingImages.length === 0,
      'odd',
      'the first run gets or builds them: minutes, once',
    ),
  ];
}

function finding(subject: string, found: string, isFine: boolean, otherwise: 'odd' | 'missing', advice: string): Finding {
  return { subject, state: isFine ? 'fine' : otherwise, found, advice: isFine ? '' : advice };
}

function gigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}
