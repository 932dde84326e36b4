import { defineScenario, incidentNetwork, noForwardQuery, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'REFUSED: the nameserver does not serve this host; every client is refused at once',
  story: `A nameserver answers like this when the database host is missing from its own access list.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'refused' },
  expectations: [noForwardQuery, ...refusedAtOnce],
});
