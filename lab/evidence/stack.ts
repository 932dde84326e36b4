import { disturbedPart, type Look, systemCallsFile, textLimitBytes } from './evidence.ts';

export const stack = {
  id: 'stack',
  title: 'Stack of the accept thread while it waits',
  lookFor:
    'From the bottom: the accept loop (handle_connections_sockets; Mysqld_socket_listener in MySQL), hosts_access of libwrap, gethostbyaddr of glibc, poll. This is a lookup by libwrap, in the thread that accepts connections.',
  byHand: "gdb --batch -p $(pidof mariadbd mysqld) -ex 'thread 1' -ex bt   # stops the whole server for a moment",
  kind: 'look',
  moments: [{ phase: 'fault', share: disturbedPart.share }],
  // Only one tool at a time can trace a thread.
  after: systemCallsFile,
  whileStuck: true,
  cost: 'disturbs',
  limitBytes: textLimitBytes,
  excerpt: 'tail',
  command: ({ pid, root }) => ['gdb', '--batch', '-nx', '-iex', `set sysroot ${root}`, '-p', String(pid), '-ex', 'thread 1', '-ex', 'bt'],
} as const satisfies Look;
