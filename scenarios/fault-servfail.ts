import { defineScenario, incidentNetwork, noForwardQuery, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'SERVFAIL: a quick answer without a name; every client is refused at once',
  story: `A resolver answers like this when it cannot reach the zone’s own nameservers. glibc asks again, gets the same answer, and gives up.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'servfail' },
  expectations: [noForwardQuery, ...refusedAtOnce],
});
