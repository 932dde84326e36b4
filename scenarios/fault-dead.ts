import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, ptrQueries, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'silence: every attempt of the PTR lookup waits in vain, then the client is refused',
  story: `There is no answer to the PTR query, so glibc asks again, and then gives up. Without a name there is nothing to look up forward.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'dead' },
  expectations: [
    ptrQueries('Two attempts of the PTR query', { atLeast: 1.8 }),
    ptrQueries('and no third', { atMost: 2.05 }),
    forwardQueries('and never a forward query: there is no name to look up', { atMost: 0 }),
    ...refusedAfterWaiting,
  ],
});
