import { defineScenario, healed, incidentNetwork, longestWait, oneAtATime, ptrQueries } from '../lab/index.ts';

export default defineScenario({
  title: 'half of the queries lost: a timeout for each loss, and some clients refused',
  story: `glibc asks again after its timeout. Where both attempts are lost there is no name, and the client is refused.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'lossy', share: 0.5 },
  expectations: [
    ptrQueries('What is lost is asked again', { atLeast: 1.1 }),
    longestWait('Each loss costs a timeout, half of what the resolver waits with two attempts', {
      atLeast: { timesResolverGivesUp: 0.45 },
    }),
    {
      id: 'some-get-in',
      text: 'and some clients get in all the same',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'count' },
      atLeast: 1,
      minimumSamples: 5,
    },
    healed,
  ],
});
