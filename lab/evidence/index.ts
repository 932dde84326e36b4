import { acceptThread } from './accept-thread-readings.ts';
import { connections } from './connections.ts';
import { dnsCapture, dnsPackets } from './dns-capture.ts';
import { hostFiles } from './etc-files.ts';
import type { Evidence } from './evidence.ts';
import { linkage } from './linkage.ts';
import { listenDrops } from './listen-drop-counters.ts';
import { listeningSockets } from './listening-sockets.ts';
import { lookupsInFlight } from './lookups-in-flight.ts';
import { mysqlCapture } from './mysql-capture.ts';
import { serverLog } from './server-log.ts';
import { stack } from './stack.ts';
import { statusCounters } from './status-counters.ts';
import { sysctls } from './sysctls.ts';
import { systemCalls } from './system-calls.ts';

/** Every piece of evidence, in the order in which an operator would take it: the cheapest and most telling first. */
export const evidence: readonly Evidence[] = [
  listeningSockets,
  lookupsInFlight,
  acceptThread,
  connections,
  listenDrops,
  statusCounters,
  serverLog,
  linkage,
  hostFiles,
  sysctls,
  dnsCapture,
  dnsPackets,
  mysqlCapture,
  systemCalls,
  stack,
];
