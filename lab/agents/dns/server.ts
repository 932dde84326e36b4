import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { canonicalAddress, isIPv6 } from '../../addresses.ts';
import { type DecodedQuery, decodeQuery, encodeResponse } from './wire.ts';
import type { ZoneAnswer } from './zone.ts';

export interface Received {
  readonly query: DecodedQuery;
  readonly transport: 'udp' | 'tcp';
  readonly client: string;
  /** Sends the response and returns when the kernel has it. */
  respond(answer: ZoneAnswer): void;
}

/** glibc keeps one TCP connection for each query; more than this many at once is nobody that the lab knows. */
const maximumConnections = 512;

/** Listens on UDP and TCP `port` of `address` and hands over every query that can be decoded. */
export async function listen(address: string, port: number, onQuery: (received: Received) => void): Promise<void> {
  await Promise.all([listenUdp(address, port, onQuery), listenTcp(address, port, onQuery)]);
}

async function listenUdp(address: string, port: number, onQuery: (received: Received) => void): Promise<void> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  socket.on('message', (message, from) => {
    const query = decodeQuery(message);
    if (query !== null) {
      const respond = (answer: ZoneAnswer): void => socket.send(encodeResponse(query, answer), from.port, from.address);
      onQuery({ query, transport: 'udp', client: canonicalAddress(from.address), respond });
    }
  });
  socket.bind(port, address);
  await once(socket, 'listening');
}

async function listenTcp(address: string, port: number, onQuery: (received: Received) => void): Promise<void> {
  const server = createServer((socket) => serveConnection(socket, onQuery));
  server.maxConnections = maximumConnections;
  server.listen(port, address);
  await once(server, 'listening');
}

/** Over TCP each message has its length in two octets in front (RFC 1035, section 4.2.2). */
function serveConnection(socket: Socket, onQuery: (received: Received) => void): void {
  const client = canonicalAddress(socket.remoteAddress ?? '0.0.0.0');
  let buffered = Buffer.alloc(0);
  socket.setTimeout(120_000, () => socket.destroy());
  // A client that goes away in the middle is its own business; the listener lives on.
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

function send(socket: Socket, message: Buffer): void {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  socket.write(Buffer.concat([length, message]));
}
