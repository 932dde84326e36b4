/**
 * Names of the figures that agents read while a run goes on. An expectation measures a reading by its name, so every name is listed
 * here, and a scenario with a wrong one does not load.
 */

/** What the probes read in /proc of the database host. A probe's own `readings` say which of them it takes. */
export const probeReadings = [
  'acceptQueueDepth',
  'acceptQueueLimit',
  'operatorQueueDepth',
  'established',
  'synRecv',
  'timeWait',
  'closeWait',
  'dnsSockets',
  'acceptThreadInLookup',
  'listenOverflows',
  'listenDrops',
] as const;

/** Counters of the server's own. */
const statusReadings = ['connectionErrorsTcpwrap', 'abortedConnects', 'abortedClients', 'threadsConnected', 'connections'] as const;
export type StatusReading = (typeof statusReadings)[number];

/** How often the accept thread has opened the two files of rules; only while strace counts. */
const aclReadings = ['hostsAllowReads', 'hostsDenyReads'] as const;
export type AclReading = (typeof aclReadings)[number];

/** What is read on the client hosts. */
export const clientReadings = ['established', 'synRecv', 'timeWait', 'closeWait'] as const;
export type ClientReading = (typeof clientReadings)[number];

/** Figures of the database host. */
export const serverReadings = [...probeReadings, ...statusReadings, ...aclReadings] as const;
export type ServerReading = (typeof serverReadings)[number];

/** A reading in words, for people; no expectation can measure it. */
type ReadingInWords = 'acceptThread';

export type ProbeReading = (typeof probeReadings)[number] | ReadingInWords;
