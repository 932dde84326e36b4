import { type ClientReading, clientReadings } from '../model/readings.ts';
import type { Probe, ProbeContext } from './probe.ts';

/** State numbers of /proc/net/tcp (include/net/tcp_states.h of Linux). */
const stateNames: Readonly<Partial<Record<string, ClientReading>>> = {
  '01': 'established',
  '03': 'synRecv',
  '06': 'timeWait',
  '08': 'closeWait',
};

/** TCP sockets that have the server's port on either end, counted by state. */
export const tcpStates = {
  id: 'tcp-states',
  title: 'TIME_WAIT, CLOSE_WAIT, SYN_RECV and ESTABLISHED on the server port',
  command: "ss -tan '( sport = :3306 or dport = :3306 )' | awk 'NR>1 {print $1}' | sort | uniq -c",
  readings: clientReadings,
  read: ({ port, tcpSockets }: Pick<ProbeContext, 'port' | 'tcpSockets'>) => {
    const counts = { established: 0, synRecv: 0, timeWait: 0, closeWait: 0 };
    for (const { localPort, remotePort, state } of tcpSockets) {
      const name = stateNames[state];
      if (name !== undefined && (localPort === port || remotePort === port)) {
        counts[name] += 1;
      }
    }
    return counts;
  },
} as const satisfies Probe;
