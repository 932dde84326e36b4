import { createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import type { Ident } from '../../model/ident.ts';
import { readTcpSockets, type SocketLine } from '../../probes/probe.ts';
import { loadFirewall } from '../firewall.ts';

/** auth/tcp, RFC 1413. */
const identPort = 113;
/** The user that every answer names. */
const user = 'app';
/** RFC 1413, section 5: a server closes idle connections. */
const idleMs = 30_000;
/** A request has two numbers; RFC 1413 allows no more than this. */
const longestRequest = 1000;

/** What ident asks about: a port of this host, and the port of the asking host. */
interface PortPair {
  readonly localPort: number;
  readonly remotePort: number;
}

/** Makes the hosts of this network namespace answer on port 113 as `ident` says. */
export async function behaveOnIdentPort(ident: Ident): Promise<void> {
  switch (ident) {
    case 'reset':
      // Nothing listens there.
      return;
    case 'silence':
      await loadFirewall(silence);
      return;
    case 'answer':
      await answerOn(identPort);
  }
}

const silence = `table inet ident {
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport ${identPort} drop
  }
}
`;

function answerOn(port: number): Promise<Server> {
  const server = createServer((socket) => {
    socket.setTimeout(idleMs, () => socket.destroy());
    // The asking host may disconnect before the answer.
    socket.on('error', () => undefined);
    socket.on('data', () => socket.bytesRead > longestRequest && socket.destroy());
    createInterface({ input: socket })
      .on('error', () => undefined)
      .once('line', (line) => socket.end(answerTo(line, readTcpSockets())));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, () => resolve(server));
  });
}

/** The answer to a request of RFC 1413, such as `6193, 23`: the user of the connection between these ports, if there is one. */
export function answerTo(request: string, sockets: readonly Pick<SocketLine, 'localPort' | 'remotePort'>[]): string {
  const pair = portPair(request);
  if (pair === undefined) {
    return '0, 0 : ERROR : INVALID-PORT\r\n';
  }
  const isThere = sockets.some(({ localPort, remotePort }) => localPort === pair.localPort && remotePort === pair.remotePort);
  return `${pair.localPort}, ${pair.remotePort} : ${isThere ? `USERID : UNIX : ${user}` : 'ERROR : NO-USER'}\r\n`;
}

function portPair(request: string): PortPair | undefined {
  const [, local, remote] = /^\s*(\d{1,5})\s*,\s*(\d{1,5})\s*$/.exec(request) ?? [];
  const [localPort, remotePort] = [Number(local), Number(remote)];
  const isPort = (port: number): boolean => port >= 1 && port <= 65_535;
  return isPort(localPort) && isPort(remotePort) ? { localPort, remotePort } : undefined;
}
