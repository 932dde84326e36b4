import type { DatabaseHost, ResolverCache } from '../../model/database-host.ts';
import { type ContainerSpec, megabyte } from '../containers/container.ts';

interface Program {
  readonly command: string;
  /** Shell to run before the program starts. */
  readonly prepare: string;
  /** Shell that succeeds once the program answers queries. */
  readonly ready: string;
  readonly capabilities: readonly string[];
}

const programs: Readonly<Record<ResolverCache, Program>> = {
  unbound: {
    command: 'unbound -d -c /etc/unbound/unbound.conf',
    prepare: 'true',
    // 127.0.0.1, port 53.
    ready: "grep -q ' 0100007F:0035 ' /proc/net/udp",
    capabilities: ['NET_BIND_SERVICE'],
  },
  nscd: {
    command: 'nscd --foreground',
    // nscd's folder links to the one in mysqld's container where glibc looks for its socket.
    prepare: 'mkdir -p /proc/1/root/run/nscd',
    ready: 'test -S /run/nscd/socket',
    // The kernel requires this for access to another container's root through /proc.
    capabilities: ['SYS_PTRACE'],
  },
};

/** The line that the start script prints once the cache answers queries. */
export const cacheReady = 'ready';

/** The container of a resolver cache, inside the namespaces of the database container. */
export function resolverCacheContainer(
  cache: ResolverCache,
  host: DatabaseHost,
  databaseId: string,
  keep: boolean,
): Omit<ContainerSpec, 'runId' | 'keep' | 'image' | 'role'> {
  const { capabilities } = programs[cache];
  return {
    network: { of: databaseId },
    processesOf: databaseId,
    capabilities,
    command: ['sh', '/wraplab/start.sh'],
    // resolv.conf, hosts and hostname come with the shared network.
    files: [
      { path: '/wraplab/start.sh', content: startScript(programs[cache], keep) },
      ...Object.entries(host.files).map(([path, content]) => ({ path, content })),
    ],
    memoryBytes: 128 * megabyte,
  };
}

/** Runs the program until it ends or, as the dead man's switch, until stdin ends. Prints `cacheReady` when it answers queries. */
function startScript({ command, prepare, ready }: Program, keep: boolean): string {
  const untilStdinEnds = '(cat <&3 >/dev/null; kill -9 $program) &';
  return `${[
    'exec 3<&0',
    `${prepare} || exit 70`,
    `${command} </dev/null 3<&- &`,
    'program=$!',
    ...(keep ? [] : [untilStdinEnds]),
    `until ${ready}; do kill -0 $program || exit 70; sleep 0.05; done`,
    `echo ${cacheReady}`,
    'wait $program',
  ].join('\n')}\n`;
}
