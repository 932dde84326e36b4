import { defineScenario, everyClient, forwardQueries, healed, incidentNetwork, oneAtATime, ptrQueries, waits } from '../lab/index.ts';

export default defineScenario({
  title: 'answers cut off: glibc asks again over TCP, which is slow',
  story: `An answer with the TC bit says nothing. glibc opens a TCP connection to the nameserver and asks again, for PTR and for the address.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'truncated', tcpDelayMs: 400 },
  expectations: [
    ptrQueries('Each PTR query is asked twice: by UDP, then by TCP', { atLeast: 1.95 }),
    forwardQueries('each forward query as well', { atLeast: 1.95 }),
    waits('It takes the delay of TCP twice', { atLeast: { timesInjectedDelay: 2 } }),
    everyClient('ok', 'and every client gets in'),
    healed,
  ],
});
