import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, ptrQueries, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'no PTR record: one quick question, and every client is refused',
  story: `The reverse zone is empty, as after a change of address plan. One NXDOMAIN is an answer: nobody asks again.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'nxdomain' },
  expectations: [
    ptrQueries('One PTR query a connect', { atLeast: 0.95 }),
    ptrQueries('and no second one', { atMost: 1.05 }),
    forwardQueries('and never a forward query: there is no name to look up', { atMost: 0 }),
    ...refusedAtOnce,
  ],
});
