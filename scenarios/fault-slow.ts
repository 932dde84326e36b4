import { defineScenario, everyClient, healed, incidentNetwork, oneAtATime, oneForwardQuery, onePtrQuery, waits } from '../lab/index.ts';

export default defineScenario({
  title: 'every answer late: two lookups per connect, so twice the delay, then the client gets in',
  story: `glibc waits for the answer to the PTR query. Then libwrap looks up the address of that name, and glibc waits again. Both waits
happen in the accept thread.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'slow', delay: 400 },
  // The resolver of this host asks again after a second.
  takes: { delayMs: { from: 150, to: 900 } },
  expectations: [
    ...onePtrQuery,
    ...oneForwardQuery,
    waits('A connect takes the delay twice', { atLeast: { timesInjectedDelay: 2 } }),
    waits('A connect takes little more than the delay twice', { atMost: { timesInjectedDelay: 3 } }),
    everyClient('ok', 'Every client gets in'),
    healed,
  ],
});
