import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, ptrQueries, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'a PTR record without a matching address: libwrap does not trust the name, and refuses',
  story: `The address has a name, and the name has no address. libwrap takes such a client for one that only claims its name.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'no-forward' },
  expectations: [
    ptrQueries('One PTR query a connect', { atLeast: 0.95 }),
    ptrQueries('and no second one', { atMost: 1.05 }),
    forwardQueries('and the name is looked up', { atLeast: 0.95 }),
    ...refusedAtOnce,
  ],
});
