import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { numberedLines, type Probe } from './probe.ts';

const dnsPort = 53;

/** UDP sockets of mysqld that are connected to port 53: each is a lookup in progress inside the server. */
export const dnsSockets = {
  id: 'dns-sockets',
  title: 'UDP sockets of mysqld to port 53',
  command: "ss -uanp '( dport = :53 )'",
  readings: ['dnsSockets'],
  read: ({ pid }) => {
    const sockets = ['/proc/net/udp', '/proc/net/udp6'].flatMap((file) => numberedLines(readFileSync(file, 'latin1')));
    const toDns = new Set(sockets.filter(({ remotePort }) => remotePort === dnsPort).map(({ inode }) => `socket:[${inode}]`));
    return { dnsSockets: toDns.size === 0 ? 0 : openFiles(pid).filter((link) => toDns.has(link)).length };
  },
} as const satisfies Probe;

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      // Closed between listing and reading: no longer a socket of mysqld.
      return [];
    }
  });
}
