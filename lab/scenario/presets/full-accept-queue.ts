import type { ExpectationInput } from '../../model/expectation.ts';

/** What the kernel does when the accept queue is full, whatever holds the accept thread. */
export const fullAcceptQueue = {
  overflows: {
    id: 'accept-queue-overflows',
    text: 'The accept queue is full: the kernel drops SYNs and counts each in ListenOverflows',
    measure: { of: 'reading', side: 'server', name: 'listenOverflows', statistic: 'increase' },
    atLeast: 10,
    minimumSamples: 20,
  },
  connectionIsLate: {
    id: 'tcp-connection-is-late',
    text: 'Even the TCP connection is late: clients send their SYN again after 1 s and more',
    measure: { of: 'stage', path: 'tcp', stage: 'tcpConnected', statistic: 'p95' },
    atLeast: 950,
    minimumSamples: 20,
  },
} as const satisfies Readonly<Record<string, ExpectationInput>>;
