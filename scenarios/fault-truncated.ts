import { defineScenario, everyClient, forwardQueries, healed, incidentNetwork, oneAtATime, ptrQueries, waits } from '../lab/index.ts';

export default defineScenario({
  title: 'truncated answers: glibc asks again over TCP, which is slow',
  story: `An answer with the TC bit ("truncated") carries nothing. glibc opens a TCP connection to the nameserver and asks again, once for the PTR
record and once for the address.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'truncated', tcpDelayMs: 400 },
  expectations: [
    ptrQueries('Each PTR query is asked twice: over UDP, then over TCP', { atLeast: 1.95 }),
    forwardQueries('Each forward query is asked twice, too', { atLeast: 1.95 }),
    waits('A connect takes the delay of TCP twice', { atLeast: { timesInjectedDelay: 2 } }),
    everyClient('ok', 'Every client gets in'),
    healed,
  ],
});
