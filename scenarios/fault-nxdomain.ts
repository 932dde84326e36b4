import { defineScenario, incidentNetwork, noForwardQuery, oneAtATime, onePtrQuery, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'no PTR record: one quick question, and every client is refused',
  story: `The reverse zone is empty, as after a move to new addresses. NXDOMAIN ("there is no such name") is an answer, so nobody asks again.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'nxdomain' },
  expectations: [...onePtrQuery, noForwardQuery, ...refusedAtOnce],
});
