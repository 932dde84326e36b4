import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'answers cut off, and no TCP to the nameserver: refused at once',
  story: `As behind a firewall that lets only UDP to port 53 through and rejects the rest.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'truncated', tcp: 'closed' },
  expectations: [forwardQueries('and never a forward query: there is no name to look up', { atMost: 0 }), ...refusedAtOnce],
});
