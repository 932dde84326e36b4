import { defineScenario, healed, incidentNetwork, longestWait, oneAtATime, ptrQueries, someGetIn } from '../lab/index.ts';

export default defineScenario({
  title: 'half of the queries lost: a timeout for each loss, and some clients refused',
  story: `glibc asks again after its timeout. If both attempts of a lookup are lost, libwrap has no name and refuses the client.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'lossy', share: 0.5 },
  expectations: [
    ptrQueries('Lost queries are asked again', { atLeast: 1.1 }),
    longestWait('Each loss costs a timeout: half of what the resolver waits with two attempts', {
      atLeast: { timesResolverGivesUp: 0.45 },
    }),
    someGetIn,
    healed,
  ],
});
