import { defineScenario, everyClient, forwardQueries, healed, incidentNetwork, oneAtATime, ptrQueries, waits } from '../lab/index.ts';

export default defineScenario({
  title: 'every answer late: two lookups a connect, so twice the delay, then the client is let in',
  story: `glibc waits for the answer to the PTR query, libwrap asks for the name’s address, glibc waits again. Two delays, in the accept thread.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'slow', delay: 400 },
  // The resolver of this host asks again after a second.
  takes: { delayMs: { from: 150, to: 900 } },
  expectations: [
    ptrQueries('One PTR query a connect', { atLeast: 0.95 }),
    ptrQueries('and no second one', { atMost: 1.05 }),
    forwardQueries('one forward query', { atLeast: 0.95 }),
    forwardQueries('and no second one', { atMost: 1.05 }),
    waits('It takes the delay twice', { atLeast: { timesInjectedDelay: 2 } }),
    waits('and little more', { atMost: { timesInjectedDelay: 3 } }),
    everyClient('ok', 'and every client gets in'),
    healed,
  ],
});
