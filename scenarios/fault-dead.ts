import { defineScenario, incidentNetwork, noForwardQuery, oneAtATime, ptrQueries, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'silence: every attempt of the PTR lookup waits in vain, then the client is refused',
  story: `The nameserver never answers. libwrap asks it for the client's name (a PTR query); glibc waits, asks once more, and gives up. Without a
name there is nothing to look up forward, and libwrap refuses the client.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'dead' },
  expectations: [
    ptrQueries('Each connect makes two attempts of the PTR query', { atLeast: 1.8 }),
    ptrQueries('No connect makes a third attempt of the PTR query', { atMost: 2.05 }),
    noForwardQuery,
    ...refusedAfterWaiting,
  ],
});
