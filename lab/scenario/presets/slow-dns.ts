import type { ExpectationInput } from '../../model/expectation.ts';
import { acceptQueueGrows, kernelIsFast, oneForwardEach, onePtrEach, outsiderOut, recovers, sessionIsUndisturbed } from './expectations.ts';

/** What a slow DNS does to the database host of the incident. Each regime of a scenario takes the expectations that hold in it. */
export const slowDns = {
  stalls: {
    id: 'tcp-stalls',
    text: 'A TCP client waits at least two lookups for its greeting',
    measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
    atLeast: { timesInjectedDelay: 2 },
    minimumSamples: 20,
  },
  kernelIsFast: { ...kernelIsFast, atMost: { timesBaseline: 5, floor: 20 } },
  onePtrEach,
  oneForwardEach,
  skipNameResolveIsOn: {
    id: 'skip-name-resolve-is-on',
    text: 'All the while skip_name_resolve is ON',
    measure: { of: 'variable', name: 'skip_name_resolve' },
    is: 'ON',
  },
  answersAreSlow: {
    id: 'answers-are-slow',
    text: 'Every answer is as late as the DNS is slow',
    measure: { of: 'queries', as: 'answerMs' },
    atLeast: { timesInjectedDelay: 0.95 },
    minimumSamples: 3,
  },
  queueGrows: acceptQueueGrows(5),
  threadInResolver: {
    id: 'accept-thread-in-resolver',
    text: "The accept thread is waiting in glibc's resolver, in three of four readings",
    measure: { of: 'reading', side: 'server', name: 'acceptThreadInLookup', statistic: 'mean' },
    atLeast: 0.75,
    minimumSamples: 20,
  },
  dnsIsTheCause: {
    id: 'dns-is-the-cause',
    text: 'Slow connects waited for the DNS: the accept thread was looking up them or clients ahead of them',
    measure: { of: 'cause' },
    atLeast: 95,
    minimumSamples: 20,
  },
  socketStallsToo: {
    id: 'socket-stalls-too',
    text: 'The Unix socket stalls too: the same thread serves it, after TCP',
    measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
    atLeast: { timesInjectedDelay: 2 },
    minimumSamples: 10,
  },
  sessionIsUndisturbed,
  timeWaitOnServer: {
    id: 'time-wait-on-the-server',
    text: 'The server has sockets in TIME_WAIT: the side that closes first gets them, and the server closes on clients that it refuses',
    measure: { of: 'reading', side: 'server', name: 'timeWait', statistic: 'max' },
    phase: 'all',
    atLeast: 1,
  },
  timeWaitOnClients: {
    id: 'time-wait-on-the-clients',
    text: 'Clients that closed first have sockets in TIME_WAIT as well',
    measure: { of: 'reading', side: 'client', name: 'timeWait', statistic: 'max' },
    phase: 'all',
    atLeast: 1,
  },
  noPortExhaustion: {
    id: 'no-port-exhaustion',
    text: 'No client runs out of ports: TIME_WAIT is not the cause',
    measure: { of: 'error', path: 'tcp', code: 'EADDRNOTAVAIL' },
    phase: 'all',
    atMost: 0,
    minimumSamples: 20,
  },
  recovers,
  outsiderStaysOut: { ...outsiderOut, minimumSamples: 5 },
} as const satisfies Readonly<Record<string, ExpectationInput>>;
