import { acceptQueue } from './accept-queue.ts';
import { acceptThread } from './accept-thread.ts';
import { dnsSockets } from './dns-sockets.ts';
import { listenDrops } from './listen-drops.ts';
import type { Probe } from './probe.ts';
import { tcpStates } from './tcp-states.ts';

/** Every probe of the database host. Add one: README.md. */
export const probes: readonly Probe[] = [acceptQueue, tcpStates, dnsSockets, acceptThread, listenDrops];
