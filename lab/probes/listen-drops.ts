import { readFileSync } from 'node:fs';
import type { Probe } from './probe.ts';

/** Connections that the kernel dropped because an accept queue was full: ListenOverflows and ListenDrops of TcpExt. */
export const listenDrops = {
  id: 'listen-drops',
  title: 'ListenOverflows and ListenDrops of the kernel',
  command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
  readings: ['listenOverflows', 'listenDrops'],
  read: () => {
    const [names = [], values = []] = readFileSync('/proc/net/netstat', 'latin1')
      .split('\n')
      .filter((line) => line.startsWith('TcpExt:'))
      .map((line) => line.split(' '));
    const counter = (name: string): number => Number(values[names.indexOf(name)] ?? 0);
    return { listenOverflows: counter('ListenOverflows'), listenDrops: counter('ListenDrops') };
  },
} as const satisfies Probe;
