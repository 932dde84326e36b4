import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'REFUSED: the nameserver does not serve this host; every client is refused at once',
  story: `As from a nameserver whose own access list has lost the database host.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'refused' },
  expectations: [forwardQueries('and never a forward query: there is no name to look up', { atMost: 0 }), ...refusedAtOnce],
});
