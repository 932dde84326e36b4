import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { DnsAnswer } from '../../faults/fault.ts';
import { canonicalAddress, isIPv6 } from '../../network/addresses.ts';
import { type DecodedQuery, decodeQuery, encodeResponse } from './wire.ts';

export const transports = ['udp', 'tcp'] as const;
export type Transport = (typeof transports)[number];

export interface Received {
  readonly query: DecodedQuery;
  readonly transport: Transport;
  readonly client: string;
  /** Hands the response to the kernel; false when its socket is closed. */
  respond(answer: DnsAnswer): boolean;
}

/** A socket that receives queries. */
export interface Listener {
  /** Closes the socket and all its connections; the kernel then rejects packets to the port. */
  close(): Promise<void>;
}

/** glibc opens one TCP connection for each query; no client of the lab needs more than this at once. */
const maximumConnections = 512;

/** Listens on `port` of `address`, and calls `onQuery` for every query that it can decode. */
export function listen(transport: Transport, address: string, port: number, onQuery: (received: Received) => void): Promise<Listener> {
  return transport === 'udp' ? listenUdp(address, port, onQuery) : listenTcp(address, port, onQuery);
}

async function listenUdp(address: string, port: number, onQuery: (received: Received) => void): Promise<Listener> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  let open = true;
  socket.on('message', (message, from) => {
    const query = decodeQuery(message);
    if (query !== null) {
      const respond = (answer: DnsAnswer): boolean => {
        if (open) {
          socket.send(encodeResponse(query, answer), from.port, from.address, ignoreUnreachable);
        }
        return open;
      };
      onQuery({ query, transport: 'udp', client: canonicalAddress(from.address), respond });
    }
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return {
    close: async () => {
      open = false;
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The client may be gone, or this host may have left the network: an answer that does not arrive is not an error of the nameserver. */
function ignoreUnreachable(): void {}

async function listenTcp(address: string, port: number, onQuery: (received: Received) => void): Promise<Listener> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    serveConnection(socket, onQuery);
  });
  server.maxConnections = maximumConnections;
  server.listen(port, address);
  await once(server, 'listening');
  return {
    close: async () => {
      server.close();
      for (const connection of connections) {
        connection.destroy();
      }
      await once(server, 'close');
    },
  };
}

/** Over TCP, two octets with its length precede each message (RFC 1035, section 4.2.2). */
function serveConnection(socket: Socket, onQuery: (received: Received) => void): void {
  const client = canonicalAddress(socket.remoteAddress ?? '0.0.0.0');
  let buffered = Buffer.alloc(0);
  socket.setTimeout(120_000, () => socket.destroy());
  // A client that disconnects must not end the listener.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0);
      const query = decodeQuery(buffered.subarray(2, end));
      buffered = buffered.subarray(end);
      if (query === null) {
        socket.destroy();
        return;
      }
      onQuery({ query, transport: 'tcp', client, respond: (answer) => send(socket, encodeResponse(query, answer)) });
    }
  });
}

function send(socket: Socket, message: Buffer): boolean {
  if (socket.destroyed) {
    return false;
  }
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  socket.write(Buffer.concat([length, message]));
  return true;
}
