import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { nowNs } from '../../lab/agents/clock.ts';
import { startConnect, type Target } from '../../lab/agents/load/connect.ts';
import type { ConnectSample } from '../../lab/record/samples.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Packets of the MySQL protocol from a server without passwords; `number` is the sequence number within the exchange. */
const packet = (number: number, ...payload: number[]): Buffer => Buffer.from([payload.length, 0, 0, number, ...payload]);
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const text = (words: string): number[] => [...Buffer.from(words)];
// Protocol 4.1, secure connection, plugin authentication; utf8.
const greeting = packet(
  0,
  10,
  ...text('5.7.0'),
  0,
  1,
  0,
  0,
  0,
  ...text('12345678'),
  0,
  0,
  0x82,
  0x21,
  2,
  0,
  8,
  0,
  21,
  ...zeros(10),
  ...text('123456789012'),
  0,
  ...text('mysql_native_password'),
  0,
);
const ok = (number: number): Buffer => packet(number, 0, 0, 0, 2, 0, 0, 0);
const comQuit = 1;

/** A server that closes on COM_QUIT or when its client closes, like mysqld. `left` tells which came first from the client. */
async function serverThatTells(): Promise<{ target: Target; left: Promise<'quit' | 'closed'> }> {
  const { promise: left, resolve } = Promise.withResolvers<'quit' | 'closed'>();
  const answer = (socket: Socket): void => {
    let isAuthenticated = false;
    socket.write(greeting);
    socket.on('data', (data) => {
      if (!isAuthenticated) {
        isAuthenticated = true;
        socket.write(ok(2));
      } else if (data[4] === comQuit) {
        resolve('quit');
        socket.end();
      } else {
        socket.write(ok(1));
      }
    });
    socket.on('end', () => resolve('closed'));
  };
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((up) => listening.listen(0, '127.0.0.1', up));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
  const target = {
    addresses: ['127.0.0.1'],
    port,
    operatorPort: port,
    socketPath: '',
    tls: false,
    ownAddresses: ['127.0.0.1'],
    user: 'u',
    password: 'p',
  };
  return { target, left };
}

async function connectOnce(quits: boolean): Promise<{ outcome: ConnectSample['outcome']; left: 'quit' | 'closed' }> {
  const { target, left } = await serverThatTells();
  const { promise: sample, resolve } = Promise.withResolvers<ConnectSample>();
  const task = { id: 1, path: 'tcp', source: '127.0.0.1', scheduledNs: nowNs(), attempt: 1, connectTimeoutMs: 5000, quits } as const;
  startConnect(task, target, resolve);
  return { outcome: (await sample).outcome, left: await left };
}

test('a client sends COM_QUIT before it closes', async () => {
  expect(await connectOnce(true)).toEqual({ outcome: 'ok', left: 'quit' });
});

test('a client that does not quit closes its side first', async () => {
  expect(await connectOnce(false)).toEqual({ outcome: 'ok', left: 'closed' });
});
