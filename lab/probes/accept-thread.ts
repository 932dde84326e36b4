import { readFileSync } from 'node:fs';
import type { Probe } from './probe.ts';

/** Numbers of poll (x86-64) and ppoll (arm64) in Linux's system call tables; their third argument is the time-out. */
export const pollNumber: Readonly<Record<string, number>> = { x64: 7, arm64: 73 };

/**
 * The system call that the accept thread waits in. In poll without a time-out it is idle and waits for a client; in poll with one,
 * glibc's resolver waits for the DNS. Reading another process's /proc/PID/syscall needs CAP_SYS_PTRACE.
 */
export const acceptThread = {
  id: 'accept-thread',
  title: 'what the accept thread waits in',
  command: 'cat /proc/$(pidof mariadbd mysqld)/syscall',
  readings: ['acceptThread', 'acceptThreadInLookup'],
  read: ({ pid, architecture }) => describe(readFileSync(`/proc/${pid}/syscall`, 'latin1').trim(), pollNumber[architecture]),
} as const satisfies Probe;

/** Reads one line of /proc/PID/syscall; see proc(5). */
export function describe(line: string, poll: number | undefined): { acceptThread: string; acceptThreadInLookup: number } {
  const [number = '', , , timeout = ''] = line.split(' ');
  if (number === 'running') {
    return { acceptThread: 'running', acceptThreadInLookup: 0 };
  }
  if (poll === undefined || Number(number) !== poll) {
    return { acceptThread: `system call ${number}`, acceptThreadInLookup: 0 };
  }
  // poll's time-out is a C int: only the lower 32 bits of the register count.
  const timeoutMs = Number(BigInt.asIntN(32, BigInt(timeout)));
  return timeoutMs < 0
    ? { acceptThread: 'poll, no time-out', acceptThreadInLookup: 0 }
    : { acceptThread: `poll, ${timeoutMs} ms`, acceptThreadInLookup: 1 };
}
