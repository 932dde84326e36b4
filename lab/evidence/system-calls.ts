import { type Capture, systemCallsFile } from './evidence.ts';

export const systemCalls = {
  id: 'system-calls',
  title: 'System calls of the accept thread alone',
  lookFor:
    'accept, then openat of hosts.allow and hosts.deny, then a socket to port 53: sendto, and poll. Its time in angle brackets is how long every client behind waits. The thread does nothing else meanwhile.',
  byHand: 'timeout 3 strace -tt -T -y -s 96 -p $(pidof mariadbd mysqld)   # without -f: the main thread only, which accepts',
  kind: 'capture',
  file: systemCallsFile,
  during: 'disturbedPart',
  cost: 'disturbs',
  limitBytes: 1024 * 1024,
  excerpt: 'middle',
  command: ({ pid }) => ['strace', '-q', '-tt', '-T', '-y', '-s', '96', '-o', '/dev/stdout', '-p', String(pid)],
} as const satisfies Capture;
