import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'SERVFAIL: a quick answer that is no name; every client is refused at once',
  story: `As from a resolver that cannot reach the zone’s own servers. glibc asks again, gets the same, and gives up.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'servfail' },
  expectations: [forwardQueries('and never a forward query: there is no name to look up', { atMost: 0 }), ...refusedAtOnce],
});
