import { readFileSync } from 'node:fs';
import type { ProbeReading } from '../model/readings.ts';

/** Where a probe looks. The watch agent shares the database host's network and process namespaces. */
export interface ProbeContext {
  /** Process id of mysqld, whose main thread is the accept thread. */
  readonly pid: number;
  /** TCP port of the server. */
  readonly port: number;
  /** The port for operators; the same as `port` if there is none. */
  readonly operatorPort: number;
  /** `back_log` of the server: its argument of listen(2). */
  readonly backLog: number;
  /** All TCP sockets of the namespace, read once for all probes: each read makes the kernel walk its whole table. */
  readonly tcpSockets: readonly SocketLine[];
  /** `process.arch` of this agent: system call numbers differ. */
  readonly architecture: string;
}

/** One kind of reading. A probe reads /proc only, so it costs little and works while the server is stuck. */
export interface Probe {
  readonly id: string;
  /** One line for lists. */
  readonly title: string;
  /** The command that shows the same on a host of one's own. */
  readonly command: string;
  /** The names of its readings, from `model/readings.ts`, against which expectations are checked. */
  readonly readings: readonly ProbeReading[];
  /** One value for each of these names, or fewer if the host does not have them all. */
  read(context: ProbeContext): Readonly<Partial<Record<ProbeReading, number | string>>>;
}

/** One socket of /proc/net/tcp or /proc/net/udp (or their IPv6 forms), as far as the lab needs it. */
export interface SocketLine {
  readonly localPort: number;
  readonly remotePort: number;
  /** Two hexadecimal digits. */
  readonly state: string;
  /** Bytes that wait to be read; for a listening socket, connections that wait to be accepted. */
  readonly receiveQueue: number;
  readonly inode: string;
}

/** The TCP sockets of this network namespace. Sockets that speak IPv4 through IPv6, as mysqld's do, are in the second table. */
export function readTcpSockets(): SocketLine[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => numberedLines(readFileSync(file, 'latin1')));
}

/** The sockets in the text of /proc/net/tcp, tcp6, udp or udp6; see proc(5). */
export function numberedLines(text: string): SocketLine[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local, remote, state, queues, , , , , inode]) =>
      local === undefined || remote === undefined || state === undefined || queues === undefined || inode === undefined
        ? []
        : [{ localPort: hexAfterColon(local), remotePort: hexAfterColon(remote), state, receiveQueue: hexAfterColon(queues), inode }],
    );
}

function hexAfterColon(text: string): number {
  return Number.parseInt(text.slice(text.lastIndexOf(':') + 1), 16);
}
