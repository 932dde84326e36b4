import { beforeDuringAfter, type Look, severalTimes, textLimitBytes } from './evidence.ts';

export const acceptThread = {
  id: 'accept-thread',
  title: 'The system call that the accept thread waits in',
  lookFor:
    'The first number is the system call (7 is poll on x86-64), the fourth word its time-out. 0xffffffff means no time-out: the thread waits for clients, as it should. 0x1388 is 5,000 ms: the thread waits for the DNS.',
  byHand: 'cat /proc/$(pidof mariadbd mysqld)/syscall   # several times',
  kind: 'look',
  moments: beforeDuringAfter,
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: ({ pid }) => severalTimes(`cat /proc/${pid}/syscall`),
} as const satisfies Look;
