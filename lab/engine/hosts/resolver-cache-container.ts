import type { DatabaseHost, ResolverCache } from '../../model/database-host.ts';
import type { ContainerSpec } from '../containers/container.ts';

const megabyte = 1024 * 1024;

interface Program {
  readonly command: string;
  /** What must be there before the program starts. */
  readonly prepare: string;
  /** Succeeds once it takes questions. */
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
    // Its folder is a link to the one in which glibc, in mysqld's container, looks for its socket.
    prepare: 'mkdir -p /proc/1/root/run/nscd',
    ready: 'test -S /run/nscd/socket',
    // Without it, the kernel does not let one container look through /proc into another's root.
    capabilities: ['SYS_PTRACE'],
  },
};

/** What the program writes to its output when it takes questions. */
export const cacheReady = 'ready';

/** The container with the program that keeps answers of the DNS, inside the namespaces of the database container. */
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
    // The engine shares resolv.conf, hosts and hostname where it shares the network.
    files: [
      { path: '/wraplab/start.sh', content: startScript(programs[cache], keep) },
      ...Object.entries(host.files).map(([path, content]) => ({ path, content })),
    ],
    memoryBytes: 128 * megabyte,
  };
}

/** Runs the program until it ends or, the dead man's switch, until stdin does; says when it is ready. */
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
