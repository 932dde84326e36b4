import { execFileSync } from 'node:child_process';
import { expect, describe as group, test } from 'vitest';
import { probeReadings } from '../../lab/model/readings.ts';
import { describe as describeAcceptThread } from '../../lab/probes/accept-thread.ts';
import { probes } from '../../lab/probes/index.ts';
import { numberedLines, type ProbeContext, readTcpSockets } from '../../lab/probes/probe.ts';

const netTcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0A0012C6:0CEA 00000000:0000 0A 00000000:0000003E 00:00000000 00000000   101        0 77201 1 0000000000000000 100 0 0 10 0
   1: 0A0012C6:0CEA 010112C6:9C40 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000
`;

group('lines of /proc/net', () => {
  test('give ports, state, receive queue and inode; the heading gives nothing', () => {
    expect(numberedLines(netTcp)).toEqual([
      { localPort: 3306, remotePort: 0, state: '0A', receiveQueue: 62, inode: '77201' },
      { localPort: 3306, remotePort: 40_000, state: '06', receiveQueue: 0, inode: '0' },
    ]);
  });

  test('an empty table has no sockets', () => {
    expect(numberedLines('  sl  local_address\n')).toEqual([]);
  });
});

group('the accept thread', () => {
  test('waits for clients in poll without a time-out', () => {
    const line = '7 0x7ffe7c5c1240 0x3 0xffffffff 0x0 0x0 0x0 0x7ffe7c5c11d0 0x7f3c2a90f15f';
    expect(describeAcceptThread(line, 7)).toEqual({ acceptThread: 'poll, no time-out', acceptThreadInLookup: 0 });
    expect(describeAcceptThread(line.replace('0xffffffff', '0xffffffffffffffff'), 7)).toMatchObject({ acceptThreadInLookup: 0 });
  });

  test('waits for the DNS in poll with a time-out', () => {
    expect(describeAcceptThread('7 0x7ffe7c5be0f0 0x1 0x1388 0x0 0x0 0x0 0x7ffe 0x7f3c', 7)).toEqual({
      acceptThread: 'poll, 5000 ms',
      acceptThreadInLookup: 1,
    });
  });

  test('may be running, or in another system call', () => {
    expect(describeAcceptThread('running', 7)).toEqual({ acceptThread: 'running', acceptThreadInLookup: 0 });
    expect(describeAcceptThread('0 0x5 0x7ffe 0x400 0x0 0x0 0x0 0x7ffe 0x7f3c', 7)).toEqual({
      acceptThread: 'system call 0',
      acceptThreadInLookup: 0,
    });
  });
});

group('every probe', () => {
  test('has a title, and a command of an operator’s tool that a shell accepts', () => {
    expect(probes.map(({ id, command }) => [id, command.split(' ')[0]])).toEqual([
      ['accept-queue', 'ss'],
      ['tcp-states', 'ss'],
      ['dns-sockets', 'ss'],
      ['accept-thread', 'cat'],
      ['listen-drops', 'nstat'],
    ]);
    for (const { title, command } of probes) {
      expect(title).toMatch(/^\w.+\w$/);
      expect(() => execFileSync('sh', ['-n', '-c', command])).not.toThrow();
    }
  });

  test('reads what it declares: here, of this very process', () => {
    const context: ProbeContext = {
      pid: process.pid,
      port: 3306,
      operatorPort: 33_062,
      backLog: 80,
      tcpSockets: readTcpSockets(),
      architecture: process.arch,
    };
    const read = probes.map((probe) => ({ id: probe.id, names: Object.keys(probe.read(context)).toSorted() }));
    expect(read).toEqual(probes.map(({ id, readings }) => ({ id, names: readings.toSorted() })));
  });

  test('has readings of its own, and together they are all that an expectation can name', () => {
    const declared: readonly string[] = probes.flatMap(({ readings }) => readings);
    expect(declared.toSorted()).toEqual([...probeReadings, 'acceptThread'].toSorted());
  });
});
